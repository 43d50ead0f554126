package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.worker.run.EncodedKeys;
import dev.cobnut.worker.run.FoldedValue;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.run.UnfoldableValueException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Keeps one record for each key: an open-addressing table over an arena, without objects. Sorted by
 * partition, then key, when it is written. Confined to the attempt's thread.
 *
 * <p>A slot is four longs, half a cache line: the key's {@link KeyWords}; the folded long, or a
 * note; and as in an entry of {@link RecordSort} the partition, the address of the record and the
 * length of its key. So a short key is found without touching the arena. The record in the arena
 * has room for the long, which is put there when the record is written.
 */
final class AggregateTable implements MapBuffer {
  private static final int SLOT_LONGS = 4;
  private static final int SECOND = 1;
  private static final int VALUE = 2;
  private static final int LOCATED = 3;

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

  /**
   * The slot of a key; negative where the key is new.
   *
   * @param second of its words
   */
  int find(long second, byte[] keys, int offset, int length) {
    long first = KeyWords.first(keys, offset, length);
    return length <= KeyWords.WHOLE_BYTES_MAX
        ? findWhole(first, second, length)
        : find(first, second, keys, offset, length);
  }

  /** The same for a key that is whole in its words. */
  int findWhole(long first, long second, int length) {
    int at = home(first, second, indexMask);
    long[] table = slots;
    while (true) {
      long located = table[at + LOCATED];
      if (located == 0) {
        return -1;
      }
      if (table[at] == first
          && table[at + SECOND] == second
          && RecordSort.keyLength(located) == length) {
        return at;
      }
      at = at + SLOT_LONGS & indexMask;
    }
  }

  /**
   * The same for a key with its value.
   *
   * @param second instead of the key's second word a hash of both, as it is inserted with
   * @param run of equal values, to which the value belongs: what is found is noted to be of it, so
   *     that its value needn't be compared again
   */
  int findPair(long second, Encoding<?> key, Encoding<?> value, long run) {
    byte[] keys = key.bytes();
    int offset = key.offset();
    int length = key.length();
    long first = KeyWords.first(keys, offset, length);
    int at = home(first, second, indexMask);
    while (slots[at + LOCATED] != 0) {
      if (isKey(at, first, second, keys, offset, length) && isValue(at, value, run)) {
        return at;
      }
      at = at + SLOT_LONGS & indexMask;
    }
    return -1;
  }

  /** Reads the memory where the search for a key begins. Returns what is there. */
  long touch(long first, long second) {
    return slots[home(first, second, indexMask) + LOCATED];
  }

  private int find(long first, long second, byte[] keys, int offset, int length) {
    int at = home(first, second, indexMask);
    while (slots[at + LOCATED] != 0) {
      if (isKey(at, first, second, keys, offset, length)) {
        return at;
      }
      at = at + SLOT_LONGS & indexMask;
    }
    return -1;
  }

  /** Where the search for a key begins, in a table with such a mask. */
  private static int home(long first, long second, int mask) {
    return (int) KeyWords.hash(first, second) * SLOT_LONGS & mask;
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
    record.set(address(slot));
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
  boolean insert(int partition, long second, byte[] keys, int offset, int length, long value) {
    if (!hasRoom()) {
      return false;
    }
    long address = arena.addWithRoom(keys, offset, length, Int64Serde.BYTES);
    if (address == 0) {
      return false;
    }
    long first = KeyWords.first(keys, offset, length);
    put(first, second, value, RecordSort.located(partition, address, length));
    return true;
  }

  /**
   * Adds a key that is new, with room for a value that is put there later; returns its slot, which
   * holds until the next is added, or a negative number where there is no room.
   */
  int insertWithRoom(int partition, long second, Encoding<?> key, int valueLength) {
    if (!hasRoom()) {
      return -1;
    }
    long address = arena.addWithRoom(key.bytes(), key.offset(), key.length(), valueLength);
    return address == 0 ? -1 : put(partition, second, key, 0, address);
  }

  /** The first slot with a key, from a place in the table on; negative where there is none. */
  int next(int from) {
    int at = (from + SLOT_LONGS - 1) & -SLOT_LONGS;
    while (at < slots.length && slots[at + LOCATED] == 0) {
      at += SLOT_LONGS;
    }
    return at < slots.length ? at : -1;
  }

  /** The record of a slot. */
  long address(int slot) {
    return RecordSort.address(slots[slot + LOCATED]);
  }

  /** What was noted at a slot of a table that doesn't fold longs. */
  long note(int slot) {
    return slots[slot + VALUE];
  }

  void setNote(int slot, long note) {
    slots[slot + VALUE] = note;
  }

  /** As {@link #insert}, with a value of any kind, which lies in the arena, and a note. */
  boolean insert(int partition, long second, Encoding<?> key, Encoding<?> value, long note) {
    if (!hasRoom()) {
      return false;
    }
    long address =
        arena.add(
            key.bytes(), key.offset(), key.length(), value.bytes(), value.offset(), value.length());
    return address != 0 && put(partition, second, key, note, address) >= 0;
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
    SortBuffer buffer = new SortBuffer(budget, arena, sorted, slots, toEntries());
    slots = new long[0];
    size = 0;
    return buffer;
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
      long located = slots[at + LOCATED];
      if (located != 0) {
        if (aggregate.isOfLongs()) {
          setValue(located, slots[at + VALUE]);
        }
        // An entry is shorter than a slot, and so never overtakes.
        int entry = entries++ * RecordSort.ENTRY_LONGS;
        slots[entry] = slots[at];
        slots[entry + 1] = located;
      }
    }
    return entries;
  }

  /** Puts a long where its record has room for it, for a short key without a look at the record. */
  private void setValue(long located, long value) {
    long address = RecordSort.address(located);
    int keyLength = RecordSort.keyLength(located);
    if (keyLength < Math.min(RecordSort.LENGTH_MAX, RecordArena.SHORT_BYTES_MAX)) {
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

  private boolean isKey(int slot, long first, long second, byte[] keys, int offset, int length) {
    if (slots[slot] != first
        || slots[slot + SECOND] != second
        || RecordSort.keyLength(slots[slot + LOCATED]) != Math.min(length, RecordSort.LENGTH_MAX)) {
      return false;
    }
    if (length <= EncodedKeys.PREFIX_BYTES) {
      return true;
    }
    record.set(address(slot));
    return EncodedKeys.equal(
        record.bytes(), record.keyOffset(), record.keyLength(), keys, offset, length);
  }

  private int put(int partition, long second, Encoding<?> key, long note, long address) {
    int length = key.length();
    long first = KeyWords.first(key.bytes(), key.offset(), length);
    return put(first, second, note, RecordSort.located(partition, address, length));
  }

  private int put(long first, long second, long value, long located) {
    int at = freeSlot(slots, indexMask, first, second);
    slots[at] = first;
    slots[at + SECOND] = second;
    slots[at + VALUE] = value;
    slots[at + LOCATED] = located;
    size++;
    return at;
  }

  private static int freeSlot(long[] table, int mask, long first, long second) {
    int at = home(first, second, mask);
    while (table[at + LOCATED] != 0) {
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
      if (slots[from + LOCATED] != 0) {
        int to = freeSlot(table, mask, slots[from], slots[from + SECOND]);
        System.arraycopy(slots, from, table, to, SLOT_LONGS);
      }
    }
    budget.release(slotBytes(slots.length / SLOT_LONGS));
    slots = table;
    indexMask = mask;
    return true;
  }
}
