package dev.cobnut.worker.reduce;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Reducing;
import dev.cobnut.job.StagePlan;
import dev.cobnut.worker.run.FoldedValue;
import dev.cobnut.worker.run.GroupValues;
import dev.cobnut.worker.run.KeyGroups;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.task.TaskCounters;
import java.io.IOException;

/** What is done with one key and its values. Confined to the attempt's thread. */
interface GroupReducer {
  /** Reduces the key that the groups have gone to. */
  void reduce() throws Exception;

  /** What a plan says. */
  static <K, V, K2, V2> GroupReducer of(
      StagePlan<?, K, V, K2, V2> plan,
      GroupReduction<K, V> at,
      PartWriter<K2, V2> out,
      TaskCounters counters) {
    if (plan.reducing() instanceof Reducing.ByFunction<K, V, K2, V2> byFunction) {
      GroupValues<V> values = new GroupValues<>(at.groups(), plan.values());
      return () -> {
        values.begin();
        byFunction.reducer().reduce(at.key(), values, out, counters);
      };
    }
    if (plan.reducing() instanceof Reducing.ByAggregate<?, ?> byAggregate) {
      // An aggregate writes what it reads: K2 is K, and V2 is V.
      @SuppressWarnings("unchecked")
      PartWriter<K, V> same = (PartWriter<K, V>) out;
      Aggregate<?> aggregate = byAggregate.aggregate();
      return switch (aggregate.operation()) {
        case SUM, MIN, MAX -> ofLongs(plan, aggregate, at, same);
        case SUMS -> ofEncoded(plan, aggregate, at, same);
        case FIRST -> ofFirst(plan, at, same);
      };
    }
    throw new IllegalStateException(
        "reducing: " + plan.reducing() + " (expected: ByFunction or ByAggregate)");
  }

  private static <K, V> GroupReducer ofLongs(
      StagePlan<?, K, V, ?, ?> plan,
      Aggregate<?> aggregate,
      GroupReduction<K, V> at,
      PartWriter<K, V> out) {
    byte[] encoded = new byte[Int64Serde.BYTES];
    KeyGroups groups = at.groups();
    return () -> {
      long folded = 0;
      for (boolean isFirst = true; groups.hasValue(); isFirst = false) {
        long value = longOf(groups.takeValue());
        folded = isFirst ? value : aggregate.fold(folded, value);
      }
      Int64Serde.write(folded, encoded, 0);
      out.emit(at.key(), plan.values().decode(encoded, 0, encoded.length));
    };
  }

  private static long longOf(RecordCursor record) throws IOException {
    if (record.valueLength() != Int64Serde.BYTES) {
      throw new IOException(
          "value: " + record.valueLength() + " bytes (expected: " + Int64Serde.BYTES + ")");
    }
    return Int64Serde.read(record.values(), record.valueOffset());
  }

  private static <K, V> GroupReducer ofEncoded(
      StagePlan<?, K, V, ?, ?> plan,
      Aggregate<?> aggregate,
      GroupReduction<K, V> at,
      PartWriter<K, V> out) {
    FoldedValue folded = new FoldedValue(aggregate);
    KeyGroups groups = at.groups();
    return () -> {
      for (boolean isFirst = true; groups.hasValue(); isFirst = false) {
        RecordCursor value = groups.takeValue();
        if (isFirst) {
          folded.begin(value);
        } else {
          folded.fold(value);
        }
      }
      out.emit(at.key(), plan.values().decode(folded.bytes(), 0, folded.length()));
    };
  }

  private static <K, V> GroupReducer ofFirst(
      StagePlan<?, K, V, ?, ?> plan, GroupReduction<K, V> at, PartWriter<K, V> out) {
    return () -> {
      at.groups().hasValue();
      RecordCursor first = at.groups().takeValue();
      V value = plan.values().decode(first.values(), first.valueOffset(), first.valueLength());
      out.emit(at.key(), value);
    };
  }
}
