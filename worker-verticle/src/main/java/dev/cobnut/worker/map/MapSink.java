package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combining;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.Partitioning;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.StagePlan;
import dev.cobnut.worker.run.RecordMerger;
import dev.cobnut.worker.run.RunFold;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What takes the pairs of a map function, as its plan asks for: emitter, buffer and spills.
 * Confined to the attempt's thread.
 */
final class MapSink<K, V> implements Closeable {
  /** Of keys whose objects never change, and so may be kept. */
  private static final Set<KeySerde<?>> IMMUTABLE =
      Set.of(Serdes.string(), Serdes.int64(), Serdes.float64());

  private final Emitter<K, V> emitter;
  private final Runnable flush;
  private final MapBuffer buffer;
  private final MapOutput output;
  private final Spills spills;

  private MapSink(Emitter<K, V> emitter, MapBuffer buffer, MapOutput output, Spills spills) {
    this(emitter, () -> {}, buffer, output, spills);
  }

  private MapSink(
      Emitter<K, V> emitter, Runnable flush, MapBuffer buffer, MapOutput output, Spills spills) {
    this.flush = flush;
    this.emitter = emitter;
    this.buffer = buffer;
    this.output = output;
    this.spills = spills;
  }

  static <K, V> MapSink<K, V> of(
      StagePlan<?, K, V, ?, ?> plan, MapTask.Order order, MapProgress progress) {
    RunFold fold = order.sample() ? RunFold.none() : fold(plan, order.recordBytesMax());
    Spills spills = new Spills(order, fold, progress);
    MapOutput output = new MapOutput(spills, order.recordBytesMax());
    Partitions<K> partitions = partitions(plan, order);
    MemoryBudget budget = new MemoryBudget(order.memoryBytes());
    if (!order.sample() && plan.combining() instanceof Combining.ByAggregate<K, V> by) {
      if (by.aggregate().isOfLongs()) {
        AggregateBuffer buffer = new AggregateBuffer(budget, order.partitions(), by.aggregate());
        return ofLongs(plan, partitions, buffer, output, spills);
      }
      AggregateTable table = new AggregateTable(budget, order.partitions(), by.aggregate());
      Emitter<K, V> emitter =
          EncodedTableEmitter.of(by.aggregate(), plan, partitions, table, output);
      return new MapSink<>(emitter, table, output, spills);
    }
    if (!order.sample() && plan.combining() instanceof Combining.Distinct<K, V>) {
      AggregateTable table = new AggregateTable(budget, order.partitions(), Aggregates.first());
      return new MapSink<>(
          EncodedTableEmitter.distinct(plan, partitions, table, output), table, output, spills);
    }
    if (!order.sample() && plan.combining() instanceof Combining.ByFunction<K, V> by) {
      CombinerFold<K, V> combiner = combinerFold(plan, by, order.recordBytesMax());
      CombiningTable<K> table =
          new CombiningTable<>(budget, order.partitions(), combiner, watched(fold, progress));
      if (combiner.isOfLongs()) {
        return ofLongs(plan, partitions, table, output, spills);
      }
      var emitter = new CombiningEmitter<>(plan, partitions, table, output);
      return new MapSink<>(emitter, emitter::requireWhole, table, output, spills);
    }
    SortBuffer buffer = new SortBuffer(budget, order.partitions());
    return new MapSink<>(
        sortEmitter(plan, order.sample(), partitions, buffer, output), buffer, output, spills);
  }

  private static <K, V> MapSink<K, V> ofLongs(
      StagePlan<?, K, V, ?, ?> plan,
      Partitions<K> partitions,
      LongBuffer<? super K> buffer,
      MapOutput output,
      Spills spills) {
    boolean isBatched = !buffer.asksForKeys() || IMMUTABLE.contains(plan.keys());
    if (isBatched && partitions instanceof Partitions.OfEncoded<K> ofEncoded) {
      var emitter = new BatchedLongEmitter<>(plan.keys(), ofEncoded, buffer, output);
      return new MapSink<>(ofLongs(emitter), emitter::flush, buffer, output, spills);
    }
    var emitter = new LongTableEmitter<>(plan.keys(), partitions, buffer, output);
    return new MapSink<>(ofLongs(emitter), emitter::requireWhole, buffer, output, spills);
  }

  /** A combiner may take long over a buffer, and leave little to be written. */
  private static RunFold watched(RunFold fold, MapProgress progress) {
    return (sorted, out) -> fold.write(new RecordMerger(List.of(sorted), progress, () -> {}), out);
  }

  Emitter<K, V> emitter() {
    return emitter;
  }

  MapOutput output() {
    return output;
  }

  Spills spills() {
    return spills;
  }

  /** Passes on what the emitter kept back; what goes wrong, or went, is a failure of the output. */
  void flush() {
    try {
      if (output.failure() == null) {
        flush.run();
      }
    } catch (EmitFailedException told) {
      // The output has it.
    }
  }

  /** Writes the output; returns its bytes. */
  long finish(Path file) throws IOException {
    output.end();
    return spills.finish(buffer, file);
  }

  @Override
  public void close() throws IOException {
    spills.close();
  }

  private static <K, V> RunFold fold(StagePlan<?, K, V, ?, ?> plan, int recordBytesMax) {
    if (plan.combining() instanceof Combining.ByAggregate<K, V> by) {
      return RunFold.of(by.aggregate());
    }
    if (plan.combining() instanceof Combining.Distinct<K, V>) {
      return RunFold.dropRepeats();
    }
    if (plan.combining() instanceof Combining.ByFunction<K, V> by) {
      return combinerFold(plan, by, recordBytesMax);
    }
    return RunFold.none();
  }

  private static <K, V> CombinerFold<K, V> combinerFold(
      StagePlan<?, K, V, ?, ?> plan, Combining.ByFunction<K, V> by, int recordBytesMax) {
    return new CombinerFold<>(plan.keys(), plan.values(), by.combiner(), recordBytesMax);
  }

  static <K> Partitions<K> partitions(StagePlan<?, K, ?, ?, ?> plan, MapTask.Order order) {
    if (order.sample()) {
      return Partitions.of(new Partitioning.Hashed<>(), 1, List.of());
    }
    List<byte[]> boundaries = order.boundaries();
    if (plan.partitioning() instanceof Partitioning.TotalOrder<K> && order.partitions() > 1) {
      if (boundaries == null || boundaries.size() >= order.partitions()) {
        throw new IllegalArgumentException(
            "boundaries: "
                + (boundaries == null ? "none" : boundaries.size())
                + " (expected: at most "
                + (order.partitions() - 1)
                + ")");
      }
    }
    return Partitions.of(
        plan.partitioning(), order.partitions(), boundaries == null ? List.of() : boundaries);
  }

  private static <K, V> Emitter<K, V> sortEmitter(
      StagePlan<?, K, V, ?, ?> plan,
      boolean sample,
      Partitions<K> partitions,
      SortBuffer buffer,
      MapOutput output) {
    Serde<V> values = sample ? new NoBytes<>() : plan.values();
    SortEmitter<K, V> emitter = new SortEmitter<>(plan, values, partitions, buffer, output);
    return values instanceof Int64Serde ? ofLongs(new LongEncoder<>(emitter)) : emitter;
  }

  /** Only for plans whose values are of {@link Int64Serde} or under an aggregate of longs. */
  @SuppressWarnings("unchecked") // there, V is Long
  static <K, V> Emitter<K, V> ofLongs(Emitter<K, Long> emitter) {
    return (Emitter<K, V>) emitter;
  }

  /** Drops values. */
  static final class NoBytes<V> implements Serde<V> {
    @Override
    public void encode(V value, ByteOutput out) {}

    @Override
    public V decode(byte[] bytes, int offset, int length) {
      throw new UnsupportedOperationException("a value that was dropped");
    }
  }
}
