package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of each key together, in the order of emission, and combines them early: two at
 * once where that makes them one, else as soon as there are some. So frequent keys take little
 * memory, and what is sorted when it is written is each key once. Confined to the attempt's thread.
 *
 * <p>A key is a slot of an {@link AggregateTable}; its values are a chain of records in the arena,
 * of which the first holds the key. With the slot are kept where the last record has its link, in
 * the upper 40 bits, and how many values there are, in the lower 24.
 *
 * <p>Longs are kept in the slots themselves, as long as any two of a key become one: so most of
 * them are combined without a look at the arena.
 */
final class CombiningTable<K> implements LongBuffer<K> {
  /** So many values of a key are combined at once. */
  private static final int DUE = 16;

  /** Where values don't shrink to at most so many, they aren't combined until they are written. */
  private static final int COMBINED_MAX = DUE / 2;

  private static final int COUNT_BITS = 24;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

  /** In the place of the count: the key's values aren't counted any more. */
  private static final int NOT_COUNTED = COUNT_MASK;

  private final CombinerFold<K, ?> combiner;
  private final PairCombiner<K, ?> pair;
  private final RecordArena arena;
  private final AggregateTable table;
  private final ArenaRecord record;
  private final ChainCursor chain;
  private final Combined combined = new Combined();

  private final byte[] kept = new byte[Int64Serde.BYTES];
  private final byte[] added = new byte[Int64Serde.BYTES];

  /** Whether a slot keeps its key's only value, which its record has room for. */
  private boolean areInSlots;

  /** Records that aren't in a chain any more, all of one length. */
  private long free;

  private int freeLength;

  /**
   * An empty table.
   *
   * @param fold what becomes of equal keys when they are written
   */
  CombiningTable(MemoryBudget budget, int partitions, CombinerFold<K, ?> combiner, RunFold fold) {
    this.combiner = combiner;
    areInSlots = combiner.isOfLongs();
    pair = combiner.ofPairs();
    arena = new RecordArena(budget);
    table =
        new AggregateTable(
            budget, arena, SortedRegions.ofChains(arena, partitions, fold), Aggregates.first());
    record = new ArenaRecord(arena);
    chain = new ChainCursor(arena);
  }

  /** What a combiner made of a chain. */
  private static final class Combined {
    private static final int BYTES_KEPT = 1 << 20;

    private ByteOutput bytes = new ByteOutput(256);
    private int[] ends = new int[DUE];
    private int count;

    void clear() {
      if (bytes.array().length > BYTES_KEPT) {
        bytes = new ByteOutput(256);
      }
      bytes.clear();
      count = 0;
    }

    void add(Encoding<?> value) {
      if (count < DUE) {
        bytes.putBytes(value.bytes(), value.offset(), value.length());
        ends[count] = bytes.length();
      }
      count++;
    }

    int begin(int index) {
      return index == 0 ? 0 : ends[index - 1];
    }

    int length(int index) {
      return ends[index] - begin(index);
    }
  }

  @Override
  public boolean asksForKeys() {
    return true;
  }

  @Override
  public long touch(long first, long second) {
    return table.touch(first, second);
  }

  @Override
  public int find(long second, Encoding<?> key) {
    return table.find(second, key.bytes(), key.offset(), key.length());
  }

  @Override
  public int findWhole(long first, long second, int length) {
    return table.findWhole(first, second, length);
  }

  @Override
  public boolean fold(int slot, @Nullable K key, long value, MapOutput output) {
    Int64Serde.write(value, added, 0);
    return output.append(this, slot, Objects.requireNonNull(key), added, 0, added.length);
  }

  @Override
  public boolean insert(int partition, long second, Encoding<?> key, long value, long records) {
    Int64Serde.write(value, added, 0);
    return insert(partition, second, key, added, 0, added.length);
  }

  /** Adds a key that is new, with its first value; returns false where there is no room. */
  boolean insert(
      int partition, long second, Encoding<?> key, byte[] values, int offset, int length) {
    if (!RecordArena.sharesSegment(key.length(), ChainCursor.LINK_BYTES + length)) {
      return false;
    }
    int slot = table.insertWithRoom(partition, second, key, ChainCursor.LINK_BYTES + length);
    if (slot < 0) {
      return false;
    }
    long link = put(table.address(slot), values, offset, length);
    table.setNote(slot, areInSlots ? Int64Serde.read(values, offset) : note(link, 1));
    return true;
  }

  /**
   * Adds a value to a key that is there; returns false where there is no room.
   *
   * @throws CombinerFailedException where the job's code fails
   */
  boolean append(int slot, K key, byte[] values, int offset, int length) throws IOException {
    if (areInSlots) {
      if (combineInSlot(slot, key, values, offset)) {
        return true;
      }
      toChains();
    } else if (pair.isWorth(length)
        && count(slot) == 1
        && combinePair(slot, key, values, offset, length)) {
      return true;
    }
    if (!chain(slot, values, offset, length)) {
      return false;
    }
    if (count(slot) == DUE) {
      combine(slot);
    }
    return true;
  }

  private boolean combineInSlot(int slot, K key, byte[] values, int offset) throws IOException {
    Int64Serde.write(table.note(slot), kept, 0);
    int length = kept.length;
    if (!pair.first(kept, 0, length).second(values, offset, length).combine(key)) {
      return false;
    }
    table.setNote(slot, Int64Serde.read(pair.combined(), 0));
    return true;
  }

  /** Puts the values that slots keep where their records have room for them. */
  private void toChains() {
    for (int slot = table.next(0); slot >= 0; slot = table.next(slot + 1)) {
      Int64Serde.write(table.note(slot), kept, 0);
      table.setNote(slot, note(put(table.address(slot), kept, 0, kept.length), 1));
    }
    areInSlots = false;
  }

  private boolean combinePair(int slot, K key, byte[] values, int offset, int length)
      throws IOException {
    record.set(table.address(slot));
    byte[] bytes = record.bytes();
    int at = record.valueOffset() + ChainCursor.LINK_BYTES;
    int bytesLength = record.valueLength() - ChainCursor.LINK_BYTES;
    if (!pair.first(bytes, at, bytesLength).second(values, offset, length).combine(key)) {
      return false;
    }
    copy(pair.combined(), 0, bytes, at, bytesLength);
    return true;
  }

  private boolean chain(int slot, byte[] values, int offset, int length) {
    if (!RecordArena.sharesSegment(0, ChainCursor.LINK_BYTES + length)) {
      return false;
    }
    long address = take(ChainCursor.LINK_BYTES + length);
    if (address == 0) {
      return false;
    }
    long link = put(address, values, offset, length);
    long note = table.note(slot);
    setLink(note >>> COUNT_BITS, address);
    int count = (int) note & COUNT_MASK;
    table.setNote(slot, note(link, count == NOT_COUNTED ? count : count + 1));
    return true;
  }

  private int count(int slot) {
    return (int) table.note(slot) & COUNT_MASK;
  }

  /** Has a key's values combined, where what comes of them takes their places. */
  private void combine(int slot) throws IOException {
    long address = table.address(slot);
    combined.clear();
    combiner.combine(chain.over(address), combined::add);
    boolean isLess = combined.count > 0 && combined.count <= COMBINED_MAX;
    if (isLess && fits(address)) {
      replace(slot, address);
    } else {
      table.setNote(slot, note(table.note(slot) >>> COUNT_BITS, NOT_COUNTED));
    }
  }

  private boolean fits(long address) {
    long next = address;
    for (int index = 0; index < combined.count; index++) {
      record.set(next);
      if (record.valueLength() != ChainCursor.LINK_BYTES + combined.length(index)) {
        return false;
      }
      next = link();
    }
    return true;
  }

  private void replace(int slot, long address) {
    long last = address;
    long next = address;
    for (int index = 0; index < combined.count; index++) {
      last = next;
      record.set(last);
      next = link();
      System.arraycopy(
          combined.bytes.array(),
          combined.begin(index),
          record.bytes(),
          record.valueOffset() + ChainCursor.LINK_BYTES,
          combined.length(index));
    }
    Int64Serde.write(0, record.bytes(), record.valueOffset());
    table.setNote(slot, note(RecordArena.address(last, record.valueOffset()), combined.count));
    free(next);
  }

  /** Keeps the rest of a chain for values of the same length; what is of another length is lost. */
  private void free(long begin) {
    for (long address = begin; address != 0; ) {
      record.set(address);
      long next = link();
      if (free == 0) {
        freeLength = record.valueLength();
      }
      if (record.valueLength() == freeLength) {
        Int64Serde.write(free, record.bytes(), record.valueOffset());
        free = address;
      }
      address = next;
    }
  }

  /** A record without a key. */
  private long take(int valueLength) {
    if (free == 0 || freeLength != valueLength) {
      return arena.addRoom(valueLength);
    }
    long address = free;
    record.set(address);
    free = link();
    return address;
  }

  /** Sets a value that is the last of its chain; returns where its link is. */
  private long put(long address, byte[] values, int offset, int length) {
    record.set(address);
    byte[] bytes = record.bytes();
    int at = record.valueOffset();
    Int64Serde.write(0, bytes, at);
    copy(values, offset, bytes, at + ChainCursor.LINK_BYTES, length);
    return RecordArena.address(address, at);
  }

  /** Copies a value; a long is the usual one. */
  private static void copy(byte[] from, int offset, byte[] to, int at, int length) {
    if (length == Int64Serde.BYTES) {
      Int64Serde.write(Int64Serde.read(from, offset), to, at);
    } else {
      System.arraycopy(from, offset, to, at, length);
    }
  }

  /** Of the record that was set. */
  private long link() {
    return Int64Serde.read(record.bytes(), record.valueOffset());
  }

  private void setLink(long link, long address) {
    Int64Serde.write(address, arena.segment(link), RecordArena.index(link));
  }

  private static long note(long lastLink, int count) {
    return lastLink << COUNT_BITS | count;
  }

  @Override
  public int size() {
    return table.size();
  }

  @Override
  public void writeTo(RunWriter out) throws IOException {
    if (areInSlots) {
      toChains();
    }
    table.writeTo(out);
  }

  @Override
  public void clear() {
    areInSlots = combiner.isOfLongs() && pair.isWorth(Int64Serde.BYTES);
    free = 0;
    table.clear();
  }

  @Override
  public void release() {
    free = 0;
    table.release();
  }
}
