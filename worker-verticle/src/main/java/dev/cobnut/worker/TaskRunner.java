package dev.cobnut.worker;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.worker.map.EmptyOutputs;
import dev.cobnut.worker.map.MapTask;
import dev.cobnut.worker.reduce.ReduceTask;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.shuffle.LocalFiles;
import dev.cobnut.worker.shuffle.MapRegion;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an attempt on the thread of a slot, to its outcome: whatever is thrown becomes a failure
 * that says whose fault it was. Safe for use by several slots.
 */
final class TaskRunner {
  private static final int BOUNDARIES_BYTES_MAX = 64 << 20;

  /**
   * What an attempt may use.
   *
   * @param skippedMax bad records that a map may skip
   * @param codec what map outputs are compressed with now
   */
  record Budget(long memoryBytes, int recordBytesMax, int skippedMax, Supplier<Codec> codec) {
    private static final long MEMORY_BYTES_MIN = 1 << 20;

    /** Of the heap, for all that isn't a buffer of a slot. */
    private static final long ENGINE_BYTES = 16 << 20;

    /** What a node's settings give each of its slots. */
    static Budget of(Node node) {
      Config config = node.config();
      return new Budget(
          memoryBytes(Runtime.getRuntime().maxMemory(), config.worker()),
          (int) Math.min(Integer.MAX_VALUE, config.recordLimitBytes()),
          config.task().skippedMax(),
          new CodecChoice(config.shuffle().compression(), node.membership()));
    }

    /** A slot's part of a heap. */
    static long memoryBytes(long heapBytes, Config.WorkerConfig settings) {
      double share = settings.memory() / settings.slots();
      return Math.max(MEMORY_BYTES_MIN, (long) ((heapBytes - ENGINE_BYTES) * share));
    }
  }

  private final JobCode code;
  private final LocalFiles files;
  private final LostRegions lost;
  private final DiskProbe probe;
  private final Budget budget;
  private final EmptyOutputs empties = new EmptyOutputs();

  TaskRunner(JobCode code, LocalFiles files, LostRegions lost, DiskProbe probe, Budget budget) {
    this.code = code;
    this.files = files;
    this.lost = lost;
    this.probe = probe;
    this.budget = budget;
  }

  Outcome run(ToWorker.StartMap order, TaskControl control) {
    AttemptId id = order.attempt();
    AttemptMode mode = order.mode();
    if (mode.collecting()) {
      return run(id, control, () -> new Outcome.Collected(id, mode, collect(order, control)));
    }
    return run(id, control, () -> new Outcome.Succeeded(id, mode, map(order, control)));
  }

  /** Makes room for what a reduce fetches, if its worker can leave its part where it belongs. */
  void prepare(ToWorker.StartReduce order) throws TaskFailedException {
    code.output(order.job());
    makeJobFolder(order.job());
  }

  private void makeJobFolder(JobOrder job) throws TaskFailedException {
    try {
      files.makeJobFolder(job.id());
    } catch (IOException e) {
      throw Failures.ofLocalDisk("job's folder", e);
    }
  }

  /**
   * Runs a reduce.
   *
   * @param regions all that it reads, in the order of the maps
   */
  Outcome run(ToWorker.StartReduce order, List<MapRegion> regions, TaskControl control) {
    AttemptId id = order.attempt();
    return run(
        id,
        control,
        () -> new Outcome.Succeeded(id, AttemptMode.PLAIN, reduce(order, regions, control)));
  }

  private interface Attempt {
    Outcome run() throws TaskFailedException, IOException, InterruptedException;
  }

  private Outcome run(AttemptId id, TaskControl control, Attempt attempt) {
    try {
      Outcome outcome = attempt.run();
      return control.stopped() ? new Outcome.Failed(id, Failures.stopped().failure()) : outcome;
    } catch (Throwable thrown) {
      Failure failure = failure(thrown);
      // Asked last: it may be stopped while the disk is probed.
      return new Outcome.Failed(id, control.stopped() ? Failures.stopped().failure() : failure);
    }
  }

  private Failure failure(Throwable thrown) {
    Failure failure =
        thrown instanceof TaskFailedException told
            ? told.failure()
            : Failures.of(Failure.Kind.SYSTEM, Failures.describe(thrown), thrown).failure();
    return failure.kind() == Failure.Kind.SYSTEM ? blamed(failure) : failure;
  }

  /** What looked like a fault of the engine, as of a jar that isn't copied, may be the disk's. */
  private Failure blamed(Failure failure) {
    try {
      probe.run();
      return failure;
    } catch (ClosedByInterruptException interrupted) {
      // Says nothing of the disk.
      return failure;
    } catch (IOException e) {
      return new Failure(
          Failure.Kind.LOCAL_DISK,
          failure.message() + " (" + Failures.describe(e) + ")",
          failure.detail());
    }
  }

  private TaskResult map(ToWorker.StartMap order, TaskControl control)
      throws TaskFailedException, IOException, InterruptedException {
    return with(order, task -> MapTask.run(task, control));
  }

  private List<BadRecord> collect(ToWorker.StartMap order, TaskControl control)
      throws TaskFailedException, IOException, InterruptedException {
    return with(order, task -> MapTask.collect(task, budget.skippedMax(), control));
  }

  private interface MapWork<T> {
    T run(MapTask.Order order) throws TaskFailedException;
  }

  private <T> T with(ToWorker.StartMap order, MapWork<T> work)
      throws TaskFailedException, IOException, InterruptedException {
    JobOrder job = order.job();
    OutputFolder output = code.output(job);
    List<byte[]> boundaries = boundaries(job, output, order.boundaries());
    makeJobFolder(job);
    return code.with(
        job,
        output,
        plan ->
            work.run(
                new MapTask.Order(
                    order.attempt(),
                    plan,
                    order.split(),
                    job.stageSpec().reduces(),
                    boundaries,
                    files.mapOutput(order.attempt()),
                    files.jobFolder(job.id()),
                    budget.memoryBytes(),
                    budget.recordBytesMax(),
                    job.stageSpec().kind() == StageSpec.Kind.SAMPLE,
                    budget.codec().get(),
                    empties,
                    order.skipped())));
  }

  private static @Nullable List<byte[]> boundaries(
      JobOrder job, OutputFolder output, Optional<String> file) throws IOException {
    return file.isEmpty()
        ? null
        : TotalOrder.decode(output.read(job.id(), file.get(), BOUNDARIES_BYTES_MAX));
  }

  private TaskResult reduce(
      ToWorker.StartReduce order, List<MapRegion> regions, TaskControl control)
      throws TaskFailedException, IOException, InterruptedException {
    JobOrder job = order.job();
    OutputFolder output = code.output(job);
    try {
      return code.with(
          job,
          output,
          plan ->
              ReduceTask.run(
                  new ReduceTask.Order(
                      order.attempt(),
                      plan,
                      regions.stream().map(MapRegion::region).toList(),
                      output,
                      files.jobFolder(job.id()),
                      budget.memoryBytes(),
                      budget.recordBytesMax(),
                      sampleShares(job)),
                  control));
    } catch (IOException e) {
      throw control.stopped() ? Failures.stopped() : lost.explain(e, regions);
    }
  }

  private static OptionalInt sampleShares(JobOrder job) {
    return job.stageSpec().kind() == StageSpec.Kind.SAMPLE
        ? OptionalInt.of(job.spec().reducers())
        : OptionalInt.empty();
  }

  /**
   * The files of an attempt that doesn't count.
   *
   * @param outputUri where it may have left a part, too; empty where there is a map output alone
   */
  void delete(AttemptId attempt, Optional<String> outputUri) throws IOException {
    if (outputUri.isEmpty()) {
      files.deleteMapOutput(attempt);
      return;
    }
    files.deleteAttempt(attempt);
    if (attempt.task().kind() == TaskKind.REDUCE) {
      OutputFolder output = OutputFolder.of(outputUri.get());
      Files.deleteIfExists(
          JobCode.inJobFolder(output, attempt.task().job(), ReduceTask.fileName(attempt)));
    }
  }
}
