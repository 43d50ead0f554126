package dev.cobnut.worker.map;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.Serde;
import dev.cobnut.job.StagePlan;

/** Emits into a {@link SortBuffer}. Confined to the attempt's thread. */
final class SortEmitter<K, V> implements Emitter<K, V>, EncodedEmitter<K> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final SortBuffer buffer;
  private final MapOutput output;

  SortEmitter(
      StagePlan<?, K, ?, ?, ?> plan,
      Serde<V> values,
      Partitions<K> partitions,
      SortBuffer buffer,
      MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(values);
    this.partitions = partitions;
    this.buffer = buffer;
    this.output = output;
  }

  @Override
  public void emit(K newKey, V newValue) {
    value.set(newValue);
    emit(newKey, value.bytes(), value.offset(), value.length());
  }

  @Override
  public void emit(K newKey, byte[] values, int offset, int length) {
    key.set(newKey);
    output.count(key.length(), length);
    int partition = partitions.of(newKey, key.bytes(), key.offset(), key.length());
    if (!add(partition, values, offset, length)) {
      output.spill(buffer);
      if (!add(partition, values, offset, length)) {
        output.spillAlone(partition, key, values, offset, length);
      }
    }
  }

  private boolean add(int partition, byte[] values, int offset, int length) {
    try {
      return buffer.add(partition, key.bytes(), key.offset(), key.length(), values, offset, length);
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
