package dev.cobnut.worker.map;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.StagePlan;

/**
 * Keeps the first value of each key in an {@link AggregateTable}. Confined to the attempt's thread.
 */
final class FirstTableEmitter<K, V> implements Emitter<K, V> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final AggregateTable table;
  private final MapOutput output;

  FirstTableEmitter(
      StagePlan<?, K, V, ?, ?> plan,
      Partitions<K> partitions,
      AggregateTable table,
      MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(plan.values());
    this.partitions = partitions;
    this.table = table;
    this.output = output;
  }

  @Override
  public void emit(K newKey, V newValue) {
    key.set(newKey);
    value.set(newValue);
    output.count(key.length(), value.length());
    long hash = KeyHash.hash(key.bytes(), key.offset(), key.length());
    if (table.find(hash, key.bytes(), key.offset(), key.length()) < 0) {
      insert(newKey, hash);
    }
  }

  private void insert(K newKey, long hash) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    if (!insert(partition, hash)) {
      output.spill(table);
      if (!insert(partition, hash)) {
        output.spillAlone(partition, key, value.bytes(), value.offset(), value.length());
      }
    }
  }

  private boolean insert(int partition, long hash) {
    return table.insertFirst(
        partition,
        hash,
        key.bytes(),
        key.offset(),
        key.length(),
        value.bytes(),
        value.offset(),
        value.length());
  }
}
