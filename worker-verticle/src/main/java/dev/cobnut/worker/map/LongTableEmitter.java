package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeyHash;
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
    long hash = KeyHash.hash(key.bytes(), key.offset(), key.length());
    int slot = buffer.find(hash, key);
    if (slot >= 0) {
      buffer.fold(slot, value);
    } else {
      insert(newKey, hash, value);
    }
  }

  private void insert(K newKey, long hash, long value) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    if (!inserted(partition, hash, value)) {
      output.spill(buffer);
      if (!inserted(partition, hash, value)) {
        byte[] encoded = new byte[Int64Serde.BYTES];
        Int64Serde.write(value, encoded, 0);
        output.spillAlone(partition, key, encoded, 0, encoded.length);
      }
    }
  }

  private boolean inserted(int partition, long hash, long value) {
    try {
      return buffer.insert(partition, hash, key, value, output.records());
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
