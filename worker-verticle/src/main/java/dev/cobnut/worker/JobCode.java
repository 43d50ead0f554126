package dev.cobnut.worker;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Partitioning;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.StagePlan;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StoragePaths;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gets the code of jobs and asks it for plans. Where the jar isn't in this node's cache, it comes
 * from the job's folder, with its digest checked. Blocks; safe for use by any thread.
 */
final class JobCode {
  private final PluginRegistry plugins;

  JobCode(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** Work that calls the job's code. */
  interface Work<T> {
    T run(StagePlan<?, ?, ?, ?, ?> plan)
        throws TaskFailedException, IOException, InterruptedException;
  }

  /** The output of a job, if this worker sees what its master sees. */
  OutputFolder output(JobOrder order) throws TaskFailedException {
    try {
      OutputFolder output = OutputFolder.of(order.spec().output());
      if (!output.sees(order.id(), order.nonce())) {
        throw Failures.of(
            Failure.Kind.SYSTEM,
            "this worker does not see the same output storage: "
                + output.path()
                + " has no claim of job "
                + order.id()
                + " with the master's nonce (expected: a folder that all nodes share)");
      }
      return output;
    } catch (IOException e) {
      throw Failures.of(
          Failure.Kind.SYSTEM,
          "this worker does not see the same output storage: " + e.getMessage(),
          e);
    }
  }

  /**
   * Runs work with a new plan of the order's stage, on this thread, whose context class loader is
   * the job's meanwhile.
   */
  <T> T with(JobOrder order, OutputFolder output, Work<T> work)
      throws TaskFailedException, IOException, InterruptedException {
    MapReduceJob job = load(order, output);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(job.getClass().getClassLoader());
    try {
      return work.run(stage(plan(job, order.spec()), order.stageSpec()));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The stages that a job has, sampling included. */
  PlanDescribed describe(JobOrder order) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      MapReduceJob job = load(order, output(order));
      thread.setContextClassLoader(job.getClass().getClassLoader());
      JobPlan plan = plan(job, order.spec());
      return new PlanDescribed(stages(plan, order.spec().reducers()), Optional.empty());
    } catch (TaskFailedException e) {
      return new PlanDescribed(List.of(), Optional.of(e.failure()));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<StageSpec> stages(JobPlan plan, int reducers) {
    List<StageSpec> stages = new ArrayList<>();
    for (int index = 0; index < plan.stages().size(); index++) {
      boolean isOrdered =
          plan.stages().get(index).partitioning() instanceof Partitioning.TotalOrder<?>;
      if (isOrdered && reducers > 1) {
        stages.add(new StageSpec(StageSpec.Kind.SAMPLE, index, 1));
      }
      stages.add(new StageSpec(StageSpec.Kind.MAP_REDUCE, index, reducers));
    }
    return stages;
  }

  private MapReduceJob load(JobOrder order, OutputFolder output) throws TaskFailedException {
    String sha256 = order.spec().plugin().sha256();
    try {
      if (!plugins.has(sha256)) {
        plugins.install(inJobFolder(output, order.id(), StoragePaths.PLUGIN), sha256);
      }
      return plugins.load(sha256, order.spec().job());
    } catch (IOException | LinkageError e) {
      throw Failures.of(
          Failure.Kind.SYSTEM,
          "plugin " + order.spec().plugin().name() + " (" + sha256 + "): " + e.getMessage(),
          e);
    }
  }

  /** Where a file of a job's folder lies. */
  static Path inJobFolder(OutputFolder output, JobId job, String name) {
    return output.path().resolve(StoragePaths.JOBS).resolve(job.value()).resolve(name);
  }

  private static JobPlan plan(MapReduceJob job, JobSpec spec) throws TaskFailedException {
    try {
      return job.plan(JobParameters.of(job.parameters(), spec.parameters()));
    } catch (RuntimeException | Error e) {
      Failures.requireNotOfTheProcess(e);
      throw Failures.inUserCode("plan", RecordPlace.NONE, e, JobCode.class);
    }
  }

  private static StagePlan<?, ?, ?, ?, ?> stage(JobPlan plan, StageSpec spec)
      throws TaskFailedException {
    if (spec.plan() < 0 || spec.plan() >= plan.stages().size()) {
      throw Failures.of(
          Failure.Kind.USER_CODE,
          "plan: "
              + plan.stages().size()
              + " stages (expected: as many as when the job began, so that there is a stage "
              + spec.plan()
              + ")");
    }
    return plan.stages().get(spec.plan());
  }
}
