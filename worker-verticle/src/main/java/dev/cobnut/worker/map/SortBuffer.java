package dev.cobnut.worker.map;

import dev.cobnut.worker.run.EncodedKeys;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Keeps each emitted record, with an index of partition, first word of the key and address. Sorted
 * when it is written: by partition, then key, then emission. Confined to the attempt's thread.
 */
final class SortBuffer implements MapBuffer {
  private static final int CAPACITY_FIRST = 256;
  private static final int CAPACITY_MAX = (Integer.MAX_VALUE - 8) / RecordSort.ENTRY_LONGS;
  private static final int ENTRY_BYTES = RecordSort.ENTRY_LONGS * Long.BYTES;

  private final MemoryBudget budget;
  private final RecordArena arena;
  private final SortedRegions regions;

  private long[] entries;
  private int capacity;
  private int size;

  /** An empty buffer. */
  SortBuffer(MemoryBudget budget, int partitions) {
    this.budget = budget;
    arena = new RecordArena(budget);
    regions = new SortedRegions(arena, partitions);
    entries = new long[0];
  }

  /**
   * A buffer that goes on with records that are there.
   *
   * @param regions of the arena, which may fold equal keys
   * @param entries of {@link RecordSort}, whose bytes were taken from the budget
   * @param size how many entries
   */
  SortBuffer(
      MemoryBudget budget, RecordArena arena, SortedRegions regions, long[] entries, int size) {
    this.budget = budget;
    this.arena = arena;
    this.regions = regions;
    this.entries = entries;
    this.size = size;
    capacity = entries.length / RecordSort.ENTRY_LONGS;
  }

  /** Adds a record; returns false, and does nothing, where there is no room. */
  boolean add(
      int partition,
      byte[] keys,
      int keyOffset,
      int keyLength,
      byte[] values,
      int valueOffset,
      int valueLength) {
    if (size == capacity && !grow()) {
      return false;
    }
    long address = arena.add(keys, keyOffset, keyLength, values, valueOffset, valueLength);
    if (address == 0) {
      return false;
    }
    int at = size * RecordSort.ENTRY_LONGS;
    entries[at] = EncodedKeys.prefix(keys, keyOffset, keyLength);
    entries[at + 1] = RecordSort.located(partition, address, keyLength);
    size++;
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void writeTo(RunWriter out) throws IOException {
    regions.write(entries, size, out);
  }

  @Override
  public void clear() {
    if (size < capacity / 2) {
      // The arena was full first: it gets the memory.
      int smaller = Math.max(CAPACITY_FIRST, capacity / 2);
      allocate(smaller);
    }
    size = 0;
    arena.clear();
  }

  @Override
  public void release() {
    size = 0;
    arena.release();
    allocate(0);
  }

  /**
   * Grows to twice as many, but to no more than the budget is likely to have records for. As long
   * as entries are copied, both arrays are there: there must be room for both.
   */
  private boolean grow() {
    long wanted = capacity == 0 ? CAPACITY_FIRST : 2L * capacity;
    if (size > 0) {
      long budgetBytes = budget.left() + arena.used() + (long) capacity * ENTRY_BYTES;
      long likely = budgetBytes / (arena.used() / size + ENTRY_BYTES);
      wanted = Math.min(wanted, Math.max(likely, capacity) + capacity / 16 + 1);
    }
    long most = Math.min(CAPACITY_MAX, budget.left() / ENTRY_BYTES);
    int grown = (int) Math.min(most, wanted);
    int more = grown - capacity;
    if (more < 1 || more < capacity / 32 || !budget.reserve((long) grown * ENTRY_BYTES)) {
      return false;
    }
    entries = Arrays.copyOf(entries, grown * RecordSort.ENTRY_LONGS);
    budget.release((long) capacity * ENTRY_BYTES);
    capacity = grown;
    return true;
  }

  /** Has room for so many entries, and none in it. */
  private void allocate(int newCapacity) {
    budget.release((long) capacity * ENTRY_BYTES);
    capacity = 0;
    entries = new long[0];
    if (newCapacity > 0 && budget.reserve((long) newCapacity * ENTRY_BYTES)) {
      entries = new long[newCapacity * RecordSort.ENTRY_LONGS];
      capacity = newCapacity;
    }
  }
}
