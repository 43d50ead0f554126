package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.Partitioning;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.Reducing;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.TotalOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Maps ranges of the input, one after another, into groups. Confined to one thread. */
final class MapPhase {
  private final int reducers;
  private final List<byte[]> boundaries;
  private final Map<String, Long> counters;
  private final Variation variation;
  private final KeyGroups groups = new KeyGroups();
  private final List<RecordPlace> skipped = new ArrayList<>();
  private long records;
  private long pairs;

  MapPhase(int reducers, List<byte[]> boundaries, Map<String, Long> counters, Variation variation) {
    this.reducers = reducers;
    this.boundaries = boundaries;
    this.counters = counters;
    this.variation = variation;
  }

  KeyGroups groups() {
    return groups;
  }

  long records() {
    return records;
  }

  long pairs() {
    return pairs;
  }

  /** The bad records that were left out. */
  List<RecordPlace> skipped() {
    return skipped;
  }

  /**
   * Maps a range.
   *
   * @param bad offsets of records to leave out
   */
  <I, K, V> void run(StagePlan<I, K, V, ?, ?> stage, InputRange range, Set<Long> bad)
      throws IOException {
    records += map(stage, range, counters, collector(stage), bad, skipped::add);
  }

  /** The offsets of the records of a range at which the map function throws. */
  <I, K, V> Set<Long> bad(StagePlan<I, K, V, ?, ?> stage, InputRange range) throws IOException {
    ByteOutput bytes = new ByteOutput();
    return BadRecordSearch.find(
        stage,
        range,
        (key, value) -> {
          bytes.clear();
          stage.values().encode(value, bytes);
          bytes.clear();
          stage.keys().encode(key, bytes);
          partition(stage, key, bytes);
        });
  }

  /** Adds the encoded keys that a range gives to a list; counts nothing. */
  static <I, K, V> void sample(
      StagePlan<I, K, V, ?, ?> stage, InputRange range, Set<Long> bad, List<byte[]> keys)
      throws IOException {
    map(stage, range, new HashMap<>(), keysTo(stage, keys::add), bad, skipped -> {});
  }

  /** The same as {@link #bad}, for a sample, of which only keys are kept. */
  static <I, K, V> Set<Long> badInSample(StagePlan<I, K, V, ?, ?> stage, InputRange range)
      throws IOException {
    return BadRecordSearch.find(stage, range, keysTo(stage, key -> {}));
  }

  private static <K, V> Emitter<K, V> keysTo(
      StagePlan<?, K, V, ?, ?> stage, Consumer<byte[]> keys) {
    ByteOutput bytes = new ByteOutput();
    return (key, value) -> {
      bytes.clear();
      stage.keys().encode(key, bytes);
      keys.accept(bytes.toByteArray());
    };
  }

  private static <I, K, V> long map(
      StagePlan<I, K, V, ?, ?> stage,
      InputRange range,
      Map<String, Long> counters,
      Emitter<K, V> out,
      Set<Long> bad,
      Consumer<RecordPlace> skipped)
      throws IOException {
    RecordReader<I> reader = stage.input().open(range);
    TaskContext task = LocalTask.ofMap(counters, range, reader);
    long count = 0;
    while (reader.next()) {
      if (!bad.isEmpty() && bad.contains(reader.position())) {
        skipped.accept(BadRecordSearch.place(range, reader));
        continue;
      }
      count++;
      I record = reader.record();
      try {
        stage.mapper().map(record, out, task);
      } catch (Exception | Error failure) {
        throw UserCodeException.of("map", task.place(), failure);
      }
    }
    return count;
  }

  private <K, V> Emitter<K, V> collector(StagePlan<?, K, V, ?, ?> stage) {
    ByteOutput keyBytes = new ByteOutput();
    ByteOutput valueBytes = new ByteOutput();
    return (key, value) -> {
      keyBytes.clear();
      stage.keys().encode(key, keyBytes);
      valueBytes.clear();
      stage.values().encode(value, valueBytes);
      pairs++;
      variation.emitted(stage, keyBytes, valueBytes);
      KeyGroups.Group group = groups.find(keyBytes);
      boolean isNew = group == null;
      if (group == null) {
        group = groups.add(keyBytes, partition(stage, key, keyBytes), valueBytes.length());
      }
      if (!(stage.reducing() instanceof Reducing.ByAggregate<?, ?> fold)
          || variation.keepsValues()) {
        group.append(valueBytes);
      } else if (isNew) {
        group.begin(valueBytes);
      } else {
        group.fold(fold.aggregate(), valueBytes);
      }
    };
  }

  private <K> int partition(StagePlan<?, K, ?, ?, ?> stage, K key, ByteOutput encoded) {
    if (stage.partitioning() instanceof Partitioning.Custom<K> custom) {
      int partition = custom.partitioner().partition(key, reducers);
      if (partition < 0 || partition >= reducers) {
        throw new IllegalStateException(
            "partition: " + partition + " (expected: 0.." + (reducers - 1) + ")");
      }
      return partition;
    }
    if (stage.partitioning() instanceof Partitioning.TotalOrder<K>) {
      return TotalOrder.partition(encoded.array(), 0, encoded.length(), boundaries);
    }
    return KeyHash.partition(encoded.array(), 0, encoded.length(), reducers);
  }
}
