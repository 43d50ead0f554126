package dev.cobnut.worker.reduce;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.Combining;
import dev.cobnut.job.Reducing;
import dev.cobnut.job.StagePlan;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.PreparedFile;
import dev.cobnut.runtime.storage.StorageException;
import dev.cobnut.worker.run.MergeLimits;
import dev.cobnut.worker.run.MultiPassMerge;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RecordMerger;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.run.RegionReader;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.UnfoldableValueException;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskCounters;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An attempt at a reduce task: merges the regions of a partition and writes what becomes of them to
 * a file of the attempt's own in the job's folder. Blocks; runs on the thread that calls it.
 */
public final class ReduceTask {
  /**
   * What to do.
   *
   * @param regions of the partition, in the order of the maps
   * @param spillDir where merges go that don't fit memory, a directory that exists
   * @param memoryBytes of all buffers together
   * @param recordBytesMax of a record written
   * @param sampleShares where the stage is a sample: the keys are cut into so many shares, and what
   *     is written are the boundaries of these
   */
  public record Order(
      AttemptId attempt,
      StagePlan<?, ?, ?, ?, ?> plan,
      List<Region> regions,
      OutputFolder output,
      Path spillDir,
      long memoryBytes,
      int recordBytesMax,
      OptionalInt sampleShares) {
    public Order {
      regions = List.copyOf(regions);
    }

    private long inputBytes() {
      return regions.stream().mapToLong(Region::bytes).sum();
    }

    private long inputRecords() {
      return regions.stream().mapToLong(Region::records).sum();
    }
  }

  private static final int CHECK_BUFFER_BYTES = 64 << 10;

  private ReduceTask() {}

  /** The name of the file that an attempt leaves in the job's folder. */
  public static String fileName(AttemptId attempt) {
    return attempt.name() + ".part";
  }

  /**
   * Runs an attempt to its end.
   *
   * @throws TaskFailedException that says why there is no part; then there is no file either
   * @throws IOException where a region or the output can't be read or written
   */
  public static TaskResult.PreparedPart run(Order order, TaskControl control)
      throws TaskFailedException, IOException {
    AttemptId attempt = order.attempt();
    String name = fileName(attempt);
    TaskCounters counters = new TaskCounters();
    Map<String, Long> engineCounters = new HashMap<>();
    engineCounters.put("reduceInputRecords", order.inputRecords());
    engineCounters.put("shuffleBytes", order.inputBytes());
    ReduceProgress progress = new ReduceProgress(control);
    CrashPoint.REDUCE_BEFORE_MERGE.reach();
    try (PreparedFile file = order.output().create(attempt.task().job(), name);
        WatchedCursor records = new WatchedCursor(merge(order, progress))) {
      long written =
          order.sampleShares().isPresent()
              ? SampleCut.run(records, order.sampleShares().getAsInt(), file)
              : reduce(order.plan(), order, records, counters, engineCounters, file);
      if (control.stopped()) {
        throw Failures.stopped();
      }
      CrashPoint.REDUCE_BEFORE_FORCE.reach();
      file.finish();
      CrashPoint.REDUCE_AFTER_FORCE.reach();
      engineCounters.put("reduceOutputRecords", written);
      engineCounters.put("reduceOutputBytes", file.bytes());
      return new TaskResult.PreparedPart(
          name, file.bytes(), written, file.crc32c(), counters.totals(engineCounters));
    } catch (InterruptedIOException e) {
      if (control.stopped()) {
        throw Failures.stopped();
      }
      throw e;
    } catch (TaskFailedException failure) {
      requireWhole(order, progress);
      throw failure;
    } catch (UnfoldableValueException failure) {
      requireWhole(order, progress);
      throw Failures.of(Failure.Kind.USER_CODE, "reduce: " + failure.getMessage());
    }
  }

  /**
   * Reads all regions to their ends, before the job's code is blamed: the CRC of a region is known
   * only there, and a bit that flipped on the disk may have made the code fail before.
   *
   * @throws IOException where one is damaged
   */
  private static void requireWhole(Order order, ReduceProgress progress) throws IOException {
    progress.left(order.inputBytes());
    for (Region region : order.regions()) {
      RegionReader reader = RegionReader.open(region, CHECK_BUFFER_BYTES);
      try (RecordMerger watched = new RecordMerger(List.of(reader), progress, () -> {})) {
        boolean hasMore = watched.next();
        while (hasMore) {
          hasMore = watched.next();
        }
      }
    }
  }

  private static <K, V, K2, V2> long reduce(
      StagePlan<?, K, V, K2, V2> plan,
      Order order,
      WatchedCursor records,
      TaskCounters counters,
      Map<String, Long> engineCounters,
      PreparedFile file)
      throws TaskFailedException, IOException {
    PartWriter<K2, V2> out = new PartWriter<>(plan.output(), file, order.recordBytesMax());
    GroupReduction<K, V> groups =
        new GroupReduction<>(plan, records, out::failure, counters, order.attempt().task().index());
    groups.guard("begin of the output", out::begin);
    groups.run(GroupReducer.of(plan, groups, out, counters));
    groups.guard("end of the output", out::end);
    out.flush();
    engineCounters.put("reduceInputGroups", groups.count());
    return out.records();
  }

  private static RecordCursor merge(Order order, ReduceProgress progress) throws IOException {
    return MultiPassMerge.open(
        order.regions(),
        MergeLimits.of(order.memoryBytes(), 1),
        order.spillDir().resolve(order.attempt().name()),
        order.sampleShares().isPresent() ? RunFold.none() : fold(order.plan()),
        progress);
  }

  /** What merges on disk may do to equal keys without a difference to what is written. */
  private static RunFold fold(StagePlan<?, ?, ?, ?, ?> plan) {
    if (plan.reducing() instanceof Reducing.ByAggregate<?, ?> reducing) {
      return RunFold.of(reducing.aggregate());
    }
    if (plan.combining() instanceof Combining.ByAggregate<?, ?> combining) {
      return RunFold.of(combining.aggregate());
    }
    if (plan.combining() instanceof Combining.Distinct<?, ?>) {
      return RunFold.dropRepeats();
    }
    return RunFold.none();
  }

  /**
   * How an attempt's failure to read or write is told: what isn't of the shared storage is of the
   * worker's disk, where its input lies and its merges go.
   */
  public static TaskFailedException failure(IOException thrown) {
    return thrown instanceof StorageException
        ? Failures.of(Failure.Kind.SYSTEM, "reduce: " + thrown.getMessage(), thrown)
        : Failures.ofLocalDisk("reduce", thrown);
  }
}
