package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;

/** Folds longs in an {@link AggregateBuffer}, unboxed. Confined to the attempt's thread. */
final class LongTableEmitter<K> implements LongEmitter<K> {
  private final Encoding<K> key;
  private final Partitions<K> partitions;
  private final AggregateBuffer buffer;
  private final MapOutput output;

  LongTableEmitter(
      KeySerde<K> keys, Partitions<K> partitions, AggregateBuffer buffer, MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.buffer = buffer;
    this.output = output;
  }

  @Override
  public void emit(K newKey, long value) {
    key.set(newKey);
    output.count(key.length(), Int64Serde.BYTES);
    int slot = buffer.find(key);
    if (slot >= 0) {
      buffer.fold(slot, value);
    } else {
      insert(partitions.of(newKey, key.bytes(), key.offset(), key.length()), key, value);
    }
  }

  /** Adds a key that has no slot, and spills where there is no room. */
  void insert(int partition, Encoding<?> newKey, long value) {
    if (!inserted(partition, newKey, value)) {
      output.spill(buffer);
      if (!inserted(partition, newKey, value)) {
        byte[] encoded = new byte[Int64Serde.BYTES];
        Int64Serde.write(value, encoded, 0);
        output.spillAlone(partition, newKey, encoded, 0, encoded.length);
      }
    }
  }

  private boolean inserted(int partition, Encoding<?> newKey, long value) {
    try {
      return buffer.insert(partition, newKey, value, output.records());
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
