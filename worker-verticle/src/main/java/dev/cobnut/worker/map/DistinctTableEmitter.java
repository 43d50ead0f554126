package dev.cobnut.worker.map;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.StagePlan;

/**
 * Keeps each different value of a key once in an {@link AggregateTable}. Confined to the attempt's
 * thread.
 */
final class DistinctTableEmitter<K, V> implements Emitter<K, V> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final AggregateTable table;
  private final MapOutput output;

  DistinctTableEmitter(
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
    // Sums of the two would meet where values are to keys as keys are to values.
    long ofBoth =
        Long.rotateLeft(hash, 1) ^ KeyHash.hash(value.bytes(), value.offset(), value.length());
    if (table.findPair(ofBoth, key, value) < 0) {
      insert(newKey, hash, ofBoth);
    }
  }

  private void insert(K newKey, long hash, long ofBoth) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    if (!table.insert(partition, ofBoth, key, value)) {
      output.spill(table);
      if (!table.insert(partition, ofBoth, key, value)) {
        output.spillAlone(partition, key, value.bytes(), value.offset(), value.length());
      }
    }
  }
}
