package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.worker.run.EncodedKeys;
import dev.cobnut.worker.run.FoldedValue;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.run.UnfoldableValueException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one record for each key: an open-addressing table over an arena, without objects. Sorted by
 * partition, then key, when it is written. Confined to the attempt's thread.
 *
 * <p>A slot is four longs, half a cache line: 24 bits of partition above 40 bits of hash; the first
 * eight bytes of the key; the folded long, or a note; the address of the record, with the length of
 * its key, up to 255, in the lowest byte. So a key of up to eight bytes is found without touching
 * the arena. The record in the arena has room for the long, which is put there when the record is
 * written.
 */
final class AggregateTable implements MapBuffer {
  private static final int SLOT_LONGS = 4;
  private static final int PREFIX = 1;
  private static final int VALUE = 2;
  private static final int ADDRESS = 3;

  private static final int HASH_BITS = 40;
  private static final long HASH_MASK = (1L << HASH_BITS) - 1;
  private static final int LENGTH_BITS = 8;
  private static final int LENGTH_MAX = (1 << LENGTH_BITS) - 1;

  private static final int CAPACITY_FIRST = 256;
  private static final int CAPACITY_MAX = 1 << 26;

  private static final int SLOT_BYTES = SLOT_LONGS * Long.BYTES;

  private final MemoryBudget budget;
  private final Aggregate<?> aggregate;
  private final boolean sums;
  private final RecordArena arena;
  private final ArenaRecord record;
  private final SortedRegions regions;

  private long[] slots = {};
  private int indexMask;

  private int size;

  AggregateTable(MemoryBudget budget, int partitions, Aggregate<?> aggregate) {
    this(budget, new RecordArena(budget), partitions, aggregate);
  }

  private AggregateTable(
      MemoryBudget budget, RecordArena arena, int partitions, Aggregate<?> aggregate) {
    this(budget, arena, new SortedRegions(arena, partitions), aggregate);
  }

  /** A table over an arena that others add to, too, and that is written in regions of theirs. */
  AggregateTable(
      MemoryBudget budget, RecordArena arena, SortedRegions regions, Aggregate<?> aggregate) {
    this.budget = budget;
    this.arena = arena;
    this.regions = regions;
    this.aggregate = aggregate;
    sums = aggregate.operation() == Aggregate.Operation.SUM;
    record = new ArenaRecord(arena);
    if (!resize(CAPACITY_FIRST)) {
      throw new IllegalArgumentException(
          "memory: "
              + budget.left()
              + " bytes (expected: at least "
              + slotBytes(CAPACITY_FIRST)
              + ")");
    }
  }

  /** The slot of a key; where the key is new, the complement of a number without meaning. */
  int find(long hash, byte[] keys, int offset, int length) {
    return find(hash, keys, offset, length, null, 0);
  }

  /**
   * The same for a key with its value, of both of which the hash is.
   *
   * @param run of equal values, to which the value belongs: what is found is noted to be of it, so
   *     that its value needn't be compared again
   */
  int findPair(long hash, Encoding<?> key, Encoding<?> value, long run) {
    return find(hash, key.bytes(), key.offset(), key.length(), value, run);
  }

  private int find(
      long hash, byte[] keys, int offset, int length, @Nullable Encoding<?> value, long run) {
    long prefix = EncodedKeys.prefix(keys, offset, length);
    long[] table = slots;
    int at = (int) hash * SLOT_LONGS & indexMask;
    while (true) {
      long address = table[at + ADDRESS];
      if (address == 0) {
        return ~at;
      }
      if (table[at + PREFIX] == prefix
          && ((table[at] ^ hash) & HASH_MASK) == 0
          && isKey(address, keys, offset, length)
          && (value == null || isValue(at, value, run))) {
        return at;
      }
      at = at + SLOT_LONGS & indexMask;
    }
  }

  private boolean isValue(int slot, Encoding<?> value, long run) {
    if (note(slot) == run) {
      return true;
    }
    record.set(address(slot));
    boolean isEqual =
        EncodedKeys.equal(
            record.bytes(),
            record.valueOffset(),
            record.valueLength(),
            value.bytes(),
            value.offset(),
            value.length());
    if (isEqual) {
      setNote(slot, run);
    }
    return isEqual;
  }

  /** Folds an encoded value into the one that lies at a slot. */
  void fold(int slot, Encoding<?> value) throws UnfoldableValueException {
    record.set(slots[slot + ADDRESS] >>> LENGTH_BITS);
    FoldedValue.fold(
        aggregate,
        record.bytes(),
        record.valueOffset(),
        record.valueLength(),
        value.bytes(),
        value.offset(),
        value.length());
  }

  /** Folds a long into a slot. */
  void fold(int slot, long value) {
    long folded = slots[slot + VALUE];
    slots[slot + VALUE] = sums ? folded + value : aggregate.fold(folded, value);
  }

  /** Adds a key that is new; returns false, and does nothing, where there is no room. */
  boolean insert(int partition, long hash, byte[] keys, int offset, int length, long value) {
    if (!hasRoom()) {
      return false;
    }
    long address = arena.addWithRoom(keys, offset, length, Int64Serde.BYTES);
    if (address == 0) {
      return false;
    }
    put(partition, hash, EncodedKeys.prefix(keys, offset, length), value, tagged(address, length));
    return true;
  }

  /**
   * Adds a key that is new, with room for a value that isn't a long; returns its slot, which holds
   * until the next is added, or a negative number where there is no room.
   */
  int insertWithRoom(int partition, long hash, Encoding<?> key, int valueLength) {
    if (!hasRoom()) {
      return -1;
    }
    byte[] keys = key.bytes();
    int offset = key.offset();
    int length = key.length();
    long address = arena.addWithRoom(keys, offset, length, valueLength);
    if (address == 0) {
      return -1;
    }
    long prefix = EncodedKeys.prefix(keys, offset, length);
    return put(partition, hash, prefix, 0, tagged(address, length));
  }

  /** The record of a slot. */
  long address(int slot) {
    return slots[slot + ADDRESS] >>> LENGTH_BITS;
  }

  /** What was noted at a slot whose value isn't a long. */
  long note(int slot) {
    return slots[slot + VALUE];
  }

  void setNote(int slot, long note) {
    slots[slot + VALUE] = note;
  }

  /** As {@link #insert}, with a value of any kind, which lies in the arena, and a note. */
  boolean insert(int partition, long hash, Encoding<?> key, Encoding<?> value, long note) {
    if (!hasRoom()) {
      return false;
    }
    byte[] keys = key.bytes();
    int offset = key.offset();
    int length = key.length();
    long address = arena.add(keys, offset, length, value.bytes(), value.offset(), value.length());
    if (address == 0) {
      return false;
    }
    put(partition, hash, EncodedKeys.prefix(keys, offset, length), note, tagged(address, length));
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void writeTo(RunWriter out) throws IOException {
    int entries = toEntries();
    regions.write(slots, entries, out);
  }

  /**
   * Hands its records over, each with its value, to a buffer that keeps all that follow, too. The
   * table has no memory then, until it is begun anew.
   *
   * @param sorted of the table's arena
   */
  SortBuffer toSortBuffer(SortedRegions sorted) {
    int entries = toEntries();
    long[] handedOver = slots;
    slots = new long[0];
    size = 0;
    return new SortBuffer(budget, arena, sorted, handedOver, entries);
  }

  /** Begins anew, when what was handed over was given back. */
  void restart() {
    if (!resize(CAPACITY_FIRST)) {
      throw new IllegalStateException(
          "memory: " + budget.left() + " bytes, of what the table had (expected: all of it)");
    }
  }

  /** Makes entries of {@link RecordSort} of the slots, in their place; returns how many. */
  private int toEntries() {
    int entries = 0;
    for (int at = 0; at < slots.length; at += SLOT_LONGS) {
      long tagged = slots[at + ADDRESS];
      if (tagged != 0) {
        long address = tagged >>> LENGTH_BITS;
        if (aggregate.isOfLongs()) {
          setValue(tagged, slots[at + VALUE]);
        }
        // An entry is shorter than a slot, and so never overtakes.
        int entry = entries++ * RecordSort.ENTRY_LONGS;
        int partition = (int) (slots[at] >>> HASH_BITS);
        slots[entry] = slots[at + PREFIX];
        slots[entry + 1] = RecordSort.located(partition, address, (int) tagged & LENGTH_MAX);
      }
    }
    return entries;
  }

  /** Puts a long where its record has room for it, for a short key without a look at the record. */
  private void setValue(long tagged, long value) {
    long address = tagged >>> LENGTH_BITS;
    int keyLength = (int) tagged & LENGTH_MAX;
    if (keyLength <= RecordArena.SHORT_BYTES_MAX) {
      int offset = RecordArena.index(address) + RecordArena.SHORT_HEADER_BYTES + keyLength;
      Int64Serde.write(value, arena.segment(address), offset);
    } else {
      record.set(address);
      Int64Serde.write(value, record.bytes(), record.valueOffset());
    }
  }

  @Override
  public void clear() {
    int capacity = slots.length / SLOT_LONGS;
    if (size < capacity / 4 && capacity > CAPACITY_FIRST) {
      // The arena was full first: it gets the memory.
      budget.release(slotBytes(capacity / 2));
      slots = new long[slots.length / 2];
      indexMask = slots.length - 1;
    } else {
      Arrays.fill(slots, 0);
    }
    size = 0;
    arena.clear();
  }

  @Override
  public void release() {
    size = 0;
    arena.release();
    budget.release(slotBytes(slots.length / SLOT_LONGS));
    slots = new long[0];
  }

  private static long tagged(long address, int keyLength) {
    return address << LENGTH_BITS | Math.min(keyLength, LENGTH_MAX);
  }

  private boolean isKey(long tagged, byte[] keys, int offset, int length) {
    if ((tagged & LENGTH_MAX) != Math.min(length, LENGTH_MAX)) {
      return false;
    }
    if (length <= EncodedKeys.PREFIX_BYTES) {
      return true;
    }
    record.set(tagged >>> LENGTH_BITS);
    return EncodedKeys.equal(
        record.bytes(), record.keyOffset(), record.keyLength(), keys, offset, length);
  }

  private int put(int partition, long hash, long prefix, long value, long taggedAddress) {
    int at = freeSlot(slots, indexMask, hash);
    slots[at] = (long) partition << HASH_BITS | (hash & HASH_MASK);
    slots[at + PREFIX] = prefix;
    slots[at + VALUE] = value;
    slots[at + ADDRESS] = taggedAddress;
    size++;
    return at;
  }

  private static int freeSlot(long[] table, int mask, long hash) {
    int at = (int) hash * SLOT_LONGS & mask;
    while (table[at + ADDRESS] != 0) {
      at = at + SLOT_LONGS & mask;
    }
    return at;
  }

  /** Grows at 5/8; where memory doesn't allow that, goes on to 7/8. */
  private boolean hasRoom() {
    int capacity = slots.length / SLOT_LONGS;
    return size < capacity / 8 * 5
        || (capacity < CAPACITY_MAX && resize(capacity * 2))
        || size < capacity / 8 * 7;
  }

  private static long slotBytes(int capacity) {
    return (long) capacity * SLOT_BYTES;
  }

  private boolean resize(int capacity) {
    if (!budget.reserve(slotBytes(capacity))) {
      return false;
    }
    long[] table = new long[capacity * SLOT_LONGS];
    int mask = table.length - 1;
    for (int from = 0; from < slots.length; from += SLOT_LONGS) {
      if (slots[from + ADDRESS] != 0) {
        System.arraycopy(slots, from, table, freeSlot(table, mask, slots[from]), SLOT_LONGS);
      }
    }
    budget.release(slotBytes(slots.length / SLOT_LONGS));
    slots = table;
    indexMask = mask;
    return true;
  }
}
