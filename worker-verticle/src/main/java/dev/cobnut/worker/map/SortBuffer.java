package dev.cobnut.worker.map;

import dev.cobnut.worker.run.EncodedKeys;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each emitted record, with an index of partition, first word of the key and address. Sorted
 * when it is written: by partition, then key, then emission. Confined to the attempt's thread.
 */
final class SortBuffer implements MapBuffer {
  private static final int CAPACITY_FIRST = 256;
  private static final int CAPACITY_MAX = (Integer.MAX_VALUE - 8) / Long.BYTES;

  /** Bytes of the index for each record, with those that sorting takes. */
  private static final int ENTRY_BYTES =
      Integer.BYTES + 2 * Long.BYTES + PartitionedRecords.ENTRY_BYTES;

  private final MemoryBudget budget;
  private final RecordArena arena;
  private final PartitionedRecords sorted;

  private int[] partitions = {};
  private long[] words = {};
  private long[] addresses = {};
  private int size;

  /**
   * An empty buffer.
   *
   * @param fold what becomes of equal keys when they are written; null where nothing does
   */
  SortBuffer(MemoryBudget budget, int partitions, @Nullable RunFold fold) {
    this.budget = budget;
    arena = new RecordArena(budget);
    sorted = new PartitionedRecords(arena, partitions, fold);
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
    if (size == addresses.length && !grow()) {
      return false;
    }
    long address = arena.add(keys, keyOffset, keyLength, values, valueOffset, valueLength);
    if (address == 0) {
      return false;
    }
    partitions[size] = partition;
    words[size] = EncodedKeys.prefix(keys, keyOffset, keyLength);
    addresses[size] = address;
    size++;
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void writeTo(RunWriter out) throws IOException {
    for (int index = 0; index < size; index++) {
      sorted.count(partitions[index]);
    }
    sorted.begin();
    for (int index = 0; index < size; index++) {
      sorted.place(partitions[index], words[index], addresses[index]);
    }
    sorted.write(out, words, addresses);
  }

  @Override
  public void clear() {
    arena.clear();
    if (size < addresses.length / 2) {
      int smaller = Math.max(CAPACITY_FIRST, addresses.length / 2);
      sorted.release();
      budget.release((long) (addresses.length - smaller) * ENTRY_BYTES);
      size = 0;
      resize(smaller);
    }
    size = 0;
  }

  @Override
  public void release() {
    size = 0;
    arena.release();
    sorted.release();
    budget.release((long) addresses.length * ENTRY_BYTES);
    resize(0);
  }

  private boolean grow() {
    int capacity = addresses.length;
    long wanted = Math.min(CAPACITY_MAX, capacity == 0 ? CAPACITY_FIRST : 2L * capacity) - capacity;
    long more = Math.min(wanted, budget.left() / ENTRY_BYTES);
    if (more < Math.max(1, capacity / 8) || !budget.reserve(more * ENTRY_BYTES)) {
      return false;
    }
    resize((int) (capacity + more));
    return true;
  }

  private void resize(int capacity) {
    partitions = Arrays.copyOf(partitions, capacity);
    words = Arrays.copyOf(words, capacity);
    addresses = Arrays.copyOf(addresses, capacity);
  }
}
