package dev.cobnut.worker.map;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.StagePlan;

/** Emits into a {@link CombiningTable}. Confined to the attempt's thread. */
final class CombiningEmitter<K, V> implements Emitter<K, V> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final CombiningTable<K> table;
  private final MapOutput output;

  /** Also after an insertion that was cut short, as by an overflow of the stack. */
  private boolean isInserting;

  CombiningEmitter(
      StagePlan<?, K, V, ?, ?> plan,
      Partitions<K> partitions,
      CombiningTable<K> table,
      MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(plan.values());
    this.partitions = partitions;
    this.table = table;
    this.output = output;
  }

  @Override
  public void emit(K newKey, V newValue) {
    value.set(newValue);
    byte[] values = value.bytes();
    int offset = value.offset();
    int length = value.length();
    key.set(newKey);
    output.count(key.length(), length);
    long second = key.secondWord();
    int slot = table.find(second, key);
    if (slot < 0 || !output.append(table, slot, newKey, values, offset, length)) {
      insert(newKey, second, slot < 0, values, offset, length);
    }
  }

  private void insert(K newKey, long second, boolean isNew, byte[] values, int offset, int length) {
    int partition = partitions.of(newKey, key.bytes(), key.offset(), key.length());
    requireWhole();
    isInserting = true;
    if (!isNew || !inserted(partition, second, values, offset, length)) {
      output.spill(table);
      if (!inserted(partition, second, values, offset, length)) {
        output.spillAlone(partition, key, values, offset, length);
      }
    }
    isInserting = false;
  }

  /** Fails where an insertion was cut short, which the job's code may have caught. */
  void requireWhole() {
    if (isInserting) {
      throw output.failCutShort();
    }
  }

  private boolean inserted(int partition, long second, byte[] values, int offset, int length) {
    try {
      return table.insert(partition, second, key, values, offset, length);
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
