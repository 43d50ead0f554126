package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;

/** Folds longs into an {@link AggregateTable}, unboxed. Confined to the attempt's thread. */
final class LongTableEmitter<K> implements LongEmitter<K> {
  private final Encoding<K> key;
  private final Partitions<K> partitions;
  private final AggregateTable table;
  private final MapOutput output;

  LongTableEmitter(
      KeySerde<K> keys, Partitions<K> partitions, AggregateTable table, MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.table = table;
    this.output = output;
  }

  @Override
  public void emit(K newKey, long value) {
    key.set(newKey);
    output.count(key.length(), Int64Serde.BYTES);
    long hash = KeyHash.hash(key.bytes(), key.offset(), key.length());
    int slot = table.find(hash, key.bytes(), key.offset(), key.length());
    if (slot >= 0) {
      table.fold(slot, value);
    } else {
      insert(newKey, hash, value);
    }
  }

  private void insert(K newKey, long hash, long value) {
    byte[] keys = key.bytes();
    int offset = key.offset();
    int length = key.length();
    int partition = partitions.of(newKey, hash, keys, offset, length);
    if (!table.insert(partition, hash, keys, offset, length, value)) {
      output.spill(table);
      if (!table.insert(partition, hash, keys, offset, length, value)) {
        byte[] encoded = new byte[Int64Serde.BYTES];
        Int64Serde.write(value, encoded, 0);
        output.spillAlone(partition, key, encoded, 0, encoded.length);
      }
    }
  }
}
