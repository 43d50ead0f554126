package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.StagePlan;

/**
 * Keeps one encoded value for each key in an {@link AggregateTable}: the first, or what all are
 * folded into. Confined to the attempt's thread.
 */
final class EncodedTableEmitter<K, V> implements Emitter<K, V> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final AggregateTable table;
  private final MapOutput output;
  private final boolean keepsFirst;

  EncodedTableEmitter(
      StagePlan<?, K, V, ?, ?> plan,
      Aggregate<V> aggregate,
      Partitions<K> partitions,
      AggregateTable table,
      MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(plan.values());
    this.partitions = partitions;
    this.table = table;
    this.output = output;
    keepsFirst = aggregate.operation() == Aggregate.Operation.FIRST;
  }

  @Override
  public void emit(K newKey, V newValue) {
    key.set(newKey);
    value.set(newValue);
    output.count(key.length(), value.length());
    long hash = KeyHash.hash(key.bytes(), key.offset(), key.length());
    int slot = table.find(hash, key.bytes(), key.offset(), key.length());
    if (slot < 0) {
      insert(newKey, hash);
    } else if (!keepsFirst) {
      table.fold(slot, value);
    }
  }

  private void insert(K newKey, long hash) {
    int partition = partitions.of(newKey, hash, key.bytes(), key.offset(), key.length());
    if (!table.insert(partition, hash, key, value)) {
      output.spill(table);
      if (!table.insert(partition, hash, key, value)) {
        output.spillAlone(partition, key, value.bytes(), value.offset(), value.length());
      }
    }
  }
}
