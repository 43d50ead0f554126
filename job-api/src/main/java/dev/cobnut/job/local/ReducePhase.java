package dev.cobnut.job.local;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.Reducing;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reduces the groups of one partition after another, keys ascending. Confined to one thread. */
final class ReducePhase {
  private final List<KeyGroups.Group> groups;
  private final Variation variation;
  private final TaskContext task;

  /** The index of the first group that isn't reduced yet. */
  private int next;

  private long pairs;
  private long bytes;

  ReducePhase(KeyGroups groups, Map<String, Long> counters, Variation variation) {
    this.groups = groups.sorted();
    this.variation = variation;
    task = LocalTask.ofReduce(counters);
  }

  long pairs() {
    return pairs;
  }

  long bytes() {
    return bytes;
  }

  /** Reduces the next partition; they come in order. */
  <K, V, K2, V2> void run(StagePlan<?, K, V, K2, V2> stage, int partition, PartSink sink)
      throws IOException {
    if (stage.reducing() instanceof Reducing.ByFunction<K, V, K2, V2> byFunction) {
      write(
          stage.output(),
          partition,
          sink,
          (group, out) -> {
            ByteOutput values = variation.shrunk(stage, group, group.values());
            byFunction
                .reducer()
                .reduce(key(stage, group), new EncodedValues<>(stage.values(), values), out, task);
          });
    } else if (stage.reducing() instanceof Reducing.ByAggregate<?, ?> byAggregate) {
      // An aggregate writes what it reads: K2 is K, and V2 is V.
      @SuppressWarnings("unchecked")
      OutputFormat<K, V> output = (OutputFormat<K, V>) stage.output();
      Aggregate<?> aggregate = byAggregate.aggregate();
      write(
          output,
          partition,
          sink,
          (group, out) -> {
            ByteOutput folded = folded(stage, group, aggregate);
            out.emit(key(stage, group), stage.values().decode(folded.array(), 0, folded.length()));
          });
    }
  }

  /** The encoding of the one value that stands for all of a group. */
  private <K, V> ByteOutput folded(
      StagePlan<?, K, V, ?, ?> stage, KeyGroups.Group group, Aggregate<?> aggregate) {
    if (!variation.keepsValues()) {
      return group.values();
    }
    ByteOutput shrunk = variation.shrunk(stage, group, group.values());
    return new EncodedValues<>(stage.values(), shrunk).folded(aggregate);
  }

  private static <K> K key(StagePlan<?, K, ?, ?, ?> stage, KeyGroups.Group group) {
    Utf8 key = group.key();
    return stage.keys().decode(key.array(), key.offset(), key.length());
  }

  /** Reduces one key. */
  private interface KeyReducer<K2, V2> {
    void reduce(KeyGroups.Group group, PartWriter<K2, V2> out) throws Exception;
  }

  private <K2, V2> void write(
      OutputFormat<K2, V2> output, int partition, PartSink sink, KeyReducer<K2, V2> reducer)
      throws IOException {
    try (PartWriter<K2, V2> out = new PartWriter<>(output, sink.open(partition))) {
      for (; next < groups.size() && groups.get(next).partition() == partition; next++) {
        try {
          reducer.reduce(groups.get(next), out);
        } catch (Exception | Error failure) {
          out.check();
          throw UserCodeException.of("reduce", RecordPlace.NONE, failure);
        }
        out.check();
      }
      out.end();
      pairs += out.pairs();
      bytes += out.bytes();
    }
  }
}
