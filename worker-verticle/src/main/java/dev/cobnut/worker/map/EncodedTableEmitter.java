package dev.cobnut.worker.map;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.StagePlan;
import dev.cobnut.worker.run.UnfoldableValueException;
import dev.cobnut.worker.task.Failures;

/**
 * Keeps encoded values in an {@link AggregateTable}: of each key the first, or what all are folded
 * into, or each that differs. Confined to the attempt's thread.
 */
final class EncodedTableEmitter<K, V> implements Emitter<K, V> {
  private enum Keeping {
    FIRST,
    FOLDED,
    DISTINCT
  }

  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final AggregateTable table;
  private final MapOutput output;
  private final Keeping keeping;
  private final ValueRuns runs = new ValueRuns();

  private EncodedTableEmitter(
      StagePlan<?, K, V, ?, ?> plan,
      Keeping keeping,
      Partitions<K> partitions,
      AggregateTable table,
      MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(plan.values());
    this.keeping = keeping;
    this.partitions = partitions;
    this.table = table;
    this.output = output;
  }

  /** Keeps one value of each key, as an aggregate says. */
  static <K, V> EncodedTableEmitter<K, V> of(
      Aggregate<V> aggregate,
      StagePlan<?, K, V, ?, ?> plan,
      Partitions<K> partitions,
      AggregateTable table,
      MapOutput output) {
    boolean keepsFirst = aggregate.operation() == Aggregate.Operation.FIRST;
    Keeping keeping = keepsFirst ? Keeping.FIRST : Keeping.FOLDED;
    return new EncodedTableEmitter<>(plan, keeping, partitions, table, output);
  }

  /** Keeps each different value of a key once. */
  static <K, V> EncodedTableEmitter<K, V> distinct(
      StagePlan<?, K, V, ?, ?> plan,
      Partitions<K> partitions,
      AggregateTable table,
      MapOutput output) {
    return new EncodedTableEmitter<>(plan, Keeping.DISTINCT, partitions, table, output);
  }

  @Override
  public void emit(K newKey, V newValue) {
    key.set(newKey);
    value.set(newValue);
    output.count(key.length(), value.length());
    long word = key.secondWord();
    if (keeping == Keeping.DISTINCT) {
      runs.next(value);
      long ofPair = KeyWords.hash(word, runs.hash());
      if (table.findPair(ofPair, key, value, runs.number()) < 0) {
        insert(newKey, ofPair);
      }
      return;
    }
    int slot = table.find(word, key.bytes(), key.offset(), key.length());
    if (slot < 0) {
      insert(newKey, word);
    } else if (keeping == Keeping.FOLDED) {
      fold(slot);
    }
  }

  private void fold(int slot) {
    try {
      table.fold(slot, value);
    } catch (UnfoldableValueException failure) {
      throw output.fail(Failures.of(Failure.Kind.USER_CODE, String.valueOf(failure.getMessage())));
    }
  }

  private void insert(K newKey, long word) {
    int partition = partitions.of(newKey, key.bytes(), key.offset(), key.length());
    if (!inserted(partition, word)) {
      output.spill(table);
      if (!inserted(partition, word)) {
        output.spillAlone(partition, key, value.bytes(), value.offset(), value.length());
      }
    }
  }

  private boolean inserted(int partition, long word) {
    try {
      return table.insert(partition, word, key, value, runs.number());
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }
}
