package dev.cobnut.worker.map;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.StagePlan;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskCounters;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a map task: maps a split and leaves one sorted run of R regions. Blocks; runs on
 * the thread that calls it.
 */
public final class MapTask {
  /** Less isn't enough for the first segments of buffer and index. */
  private static final long MEMORY_BYTES_MIN = 64 << 10;

  /** So that header, key and value of a record fit an array. */
  private static final int RECORD_BYTES_MAX = 1 << 30;

  /**
   * What to do.
   *
   * @param partitions regions of the output: R; 1 where {@code sample}
   * @param boundaries of the partitions, where the stage is ordered totally
   * @param outputFile where the output goes, in a directory that exists
   * @param spillDir where runs go that don't fit memory, a directory that exists
   * @param memoryBytes of all buffers together
   * @param recordBytesMax of a record read, and of a key and its value emitted
   * @param sample whether all keys are to be kept, without values, in one partition
   * @param codec what the output is compressed with
   * @param empties where outputs without a record are shared
   * @param skipped bad records, which are never passed to map, in the order of the split
   */
  public record Order(
      AttemptId attempt,
      StagePlan<?, ?, ?, ?, ?> plan,
      Split split,
      int partitions,
      @Nullable List<byte[]> boundaries,
      Path outputFile,
      Path spillDir,
      long memoryBytes,
      int recordBytesMax,
      boolean sample,
      Codec codec,
      EmptyOutputs empties,
      List<BadRecord> skipped) {

    public Order {
      int partitionsMax = sample ? 1 : RecordSort.PARTITIONS_MAX;
      if (partitions < 1 || partitions > partitionsMax) {
        throw new IllegalArgumentException(
            "partitions: " + partitions + " (expected: 1.." + partitionsMax + ")");
      }
      if (memoryBytes < MEMORY_BYTES_MIN) {
        throw new IllegalArgumentException(
            "memory: " + memoryBytes + " bytes (expected: at least " + MEMORY_BYTES_MIN + ")");
      }
      boundaries = boundaries == null ? null : List.copyOf(boundaries);
      recordBytesMax = Math.min(recordBytesMax, RECORD_BYTES_MAX);
      skipped = List.copyOf(skipped);
    }
  }

  private MapTask() {}

  /**
   * Runs an attempt to its end.
   *
   * @throws TaskFailedException that says why there is no output; then there are no files either
   */
  public static TaskResult.MapOutput run(Order order, TaskControl control)
      throws TaskFailedException {
    try {
      return run(order.plan(), order, control);
    } catch (IOException | OutOfMemoryError failure) {
      throw control.stopped() ? Failures.stopped() : MapFailures.ofWriting(failure);
    }
  }

  private static <I, K, V> TaskResult.MapOutput run(
      StagePlan<I, K, V, ?, ?> plan, Order order, TaskControl control)
      throws IOException, TaskFailedException {
    TaskCounters counters = new TaskCounters();
    BadRecords bad = BadRecords.skipping(order.skipped());
    MapProgress progress = new MapProgress(control, order.split().bytes());
    try (MapSink<K, V> sink = MapSink.of(plan, order, progress)) {
      SplitReader<I, K, V> reader =
          new SplitReader<>(plan, sink.emitter(), sink.output(), counters, bad, progress);
      reader.map(order.split(), order.recordBytesMax());
      sink.flush();
      if (control.stopped()) {
        throw Failures.stopped();
      }
      requireNoFailure(sink.output(), counters);
      CrashPoint.MAP_BEFORE_OUTPUT.reach();
      long bytes = sink.finish(order.outputFile());
      requireNoFailureInTheEnd(sink.output(), counters, order.outputFile());
      CrashPoint.MAP_AFTER_OUTPUT.reach();
      Map<String, Long> engine = engineCounters(order, reader, sink);
      if (bad.skipped() > 0) {
        engine.put("mapSkippedRecords", bad.skipped());
      }
      return new TaskResult.MapOutput(bytes, counters.totals(engine));
    }
  }

  /**
   * Runs an attempt that looks for the bad records of a split, and leaves no output.
   *
   * @param foundMax how many it may find before it ends, 1 or more
   * @return those that aren't in the order; {@code foundMax + 1} of them where there are more
   * @throws TaskFailedException that says why it couldn't read the whole split
   */
  public static List<BadRecord> collect(Order order, int foundMax, TaskControl control)
      throws TaskFailedException {
    return collect(order.plan(), order, foundMax, control);
  }

  private static <I, K, V> List<BadRecord> collect(
      StagePlan<I, K, V, ?, ?> plan, Order order, int foundMax, TaskControl control)
      throws TaskFailedException {
    TaskCounters counters = new TaskCounters();
    BadRecords bad = BadRecords.collecting(order.skipped(), foundMax);
    MapProgress progress = new MapProgress(control, order.split().bytes());
    Spills unused = new Spills(order, RunFold.none(), progress);
    MapOutput output = new MapOutput(unused, order.recordBytesMax());
    Emitter<K, V> emitter = DroppingEmitter.of(plan, order, output);
    new SplitReader<>(plan, emitter, output, counters, bad, progress)
        .map(order.split(), order.recordBytesMax());
    requireNoFailure(output, counters);
    return bad.found();
  }

  /** What went wrong, and was caught by the job's code. */
  private static void requireNoFailure(MapOutput output, TaskCounters counters)
      throws TaskFailedException {
    Throwable emitting = output.failure();
    if (emitting instanceof TaskFailedException refused) {
      throw refused;
    }
    if (emitting != null) {
      throw MapFailures.ofWriting(emitting);
    }
    String problem = counters.problem();
    if (problem != null) {
      throw Failures.of(Failure.Kind.USER_CODE, "map: " + problem);
    }
  }

  /** The same of what a combine function caught while the output was written. */
  private static void requireNoFailureInTheEnd(
      MapOutput output, TaskCounters counters, Path written)
      throws TaskFailedException, IOException {
    try {
      requireNoFailure(output, counters);
    } catch (TaskFailedException failure) {
      Files.delete(written);
      throw failure;
    }
  }

  private static Map<String, Long> engineCounters(
      Order order, SplitReader<?, ?, ?> reader, MapSink<?, ?> sink) {
    Map<String, Long> counters = new HashMap<>();
    counters.put("mapInputRecords", reader.records());
    counters.put("mapInputBytes", order.split().bytes());
    counters.put("mapOutputRecords", sink.output().records());
    counters.put("mapOutputBytes", sink.output().bytes());
    counters.put("spilledRecords", sink.spills().records());
    counters.put("spills", (long) sink.spills().count());
    return counters;
  }
}
