package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Longs under a declared aggregate: folded in an {@link AggregateTable} as long as keys come again.
 * Where hardly any does, a table makes no fewer records of them, and costs a look all over the
 * memory for each: then all are kept, and folded when they are sorted. What follows a spill goes
 * into a table first. Confined to the attempt's thread.
 */
final class AggregateBuffer implements LongBuffer<Object> {
  /** So many new keys are counted together: a table of them is larger than a core's caches. */
  private static final int WINDOW = 1 << 16;

  /** A table pays where at least one in so many records has a key that was there. */
  private static final int PAYS_FROM = 8;

  private final AggregateTable table;
  private final SortedRegions folding;
  private final int window;
  private final byte[] encoded = new byte[Int64Serde.BYTES];

  /** Instead of the table. */
  private @Nullable SortBuffer list;

  private int newKeys;

  /** How many records there had been when the window began; negative before its first key. */
  private long begin = -1;

  AggregateBuffer(MemoryBudget budget, int partitions, Aggregate<?> aggregate) {
    this(budget, partitions, aggregate, WINDOW);
  }

  /** One that counts so many new keys together. */
  AggregateBuffer(MemoryBudget budget, int partitions, Aggregate<?> aggregate, int window) {
    this.window = window;
    RecordArena arena = new RecordArena(budget);
    table = new AggregateTable(budget, arena, new SortedRegions(arena, partitions), aggregate);
    folding = SortedRegions.folding(arena, partitions, RunFold.of(aggregate));
  }

  /** Whether records are added, instead of being looked up in the table. */
  boolean isList() {
    return list != null;
  }

  @Override
  public boolean asksForKeys() {
    return false;
  }

  @Override
  public int find(long second, Encoding<?> key) {
    return list == null ? table.find(second, key.bytes(), key.offset(), key.length()) : -1;
  }

  @Override
  public int findWhole(long first, long second, int length) {
    return list == null ? table.findWhole(first, second, length) : -1;
  }

  @Override
  public long touch(long first, long second) {
    return list == null ? table.touch(first, second) : 0;
  }

  @Override
  public boolean fold(int slot, @Nullable Object key, long value, MapOutput output) {
    fold(slot, value);
    return true;
  }

  /** Folds a long into a slot. */
  void fold(int slot, long value) {
    table.fold(slot, value);
  }

  @Override
  public boolean insert(int partition, long second, Encoding<?> key, long value, long records) {
    byte[] bytes = key.bytes();
    int offset = key.offset();
    int length = key.length();
    SortBuffer buffer = list;
    if (buffer != null) {
      Int64Serde.write(value, encoded, 0);
      return buffer.add(partition, bytes, offset, length, encoded, 0, encoded.length);
    }
    if (!table.insert(partition, second, bytes, offset, length, value)) {
      return false;
    }
    inserted(records);
    return true;
  }

  /** Gives the table up where it doesn't pay. */
  private void inserted(long records) {
    if (begin < 0) {
      begin = records - 1;
    }
    if (++newKeys < window) {
      return;
    }
    long counted = records - begin;
    if (counted - window < counted / PAYS_FROM) {
      list = table.toSortBuffer(folding);
    }
    newKeys = 0;
    begin = records;
  }

  @Override
  public int size() {
    SortBuffer buffer = list;
    return buffer == null ? table.size() : buffer.size();
  }

  @Override
  public void writeTo(RunWriter out) throws IOException {
    SortBuffer buffer = list;
    if (buffer == null) {
      table.writeTo(out);
    } else {
      buffer.writeTo(out);
    }
  }

  @Override
  public void clear() {
    newKeys = 0;
    begin = -1;
    SortBuffer buffer = list;
    if (buffer == null) {
      table.clear();
    } else {
      list = null;
      buffer.release();
      table.restart();
    }
  }

  @Override
  public void release() {
    SortBuffer buffer = list;
    if (buffer == null) {
      table.release();
    } else {
      buffer.release();
    }
  }
}
