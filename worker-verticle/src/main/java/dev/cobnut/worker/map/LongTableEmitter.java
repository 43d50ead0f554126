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
  private final AggregateTable table;
  private final MapOutput output;
  private final byte[] encoded = new byte[Int64Serde.BYTES];

  LongTableEmitter(
      KeySerde<K> keys, Partitions<K> partitions, AggregateBuffer buffer, MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.buffer = buffer;
    table = buffer.table();
    this.output = output;
  }

  @Override
  public void emit(K newKey, long value) {
    key.set(newKey);
    output.count(key.length(), Int64Serde.BYTES);
    long hash = KeyHash.hash(key.bytes(), key.offset(), key.length());
    if (buffer.isList()) {
      add(newKey, hash, value);
      return;
    }
    int slot = table.find(hash, key.bytes(), key.offset(), key.length());
    if (slot >= 0) {
      table.fold(slot, value);
    } else {
      insert(newKey, hash, value);
    }
  }

  private void add(K newKey, long hash, long value) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    Int64Serde.write(value, encoded, 0);
    if (!added(partition)) {
      output.spill(buffer);
      insert(newKey, hash, value);
    }
  }

  private void insert(K newKey, long hash, long value) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    if (!inserted(partition, hash, value)) {
      output.spill(buffer);
      if (!inserted(partition, hash, value)) {
        Int64Serde.write(value, encoded, 0);
        output.spillAlone(partition, key, encoded, 0, encoded.length);
      }
    }
  }

  private boolean inserted(int partition, long hash, long value) {
    try {
      if (!table.insert(partition, hash, key.bytes(), key.offset(), key.length(), value)) {
        return false;
      }
      buffer.inserted(output.records());
      return true;
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }

  private boolean added(int partition) {
    try {
      return buffer.add(partition, key, encoded, 0, encoded.length);
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
