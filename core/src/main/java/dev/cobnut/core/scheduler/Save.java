package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import java.util.List;
import java.util.Optional;

/**
 * An after-image: what the journal and the checkpoint hold, and what state is read back from. The
 * last of a key counts.
 */
public sealed interface Save extends Command {
  /** The job that it is about. */
  JobId job();

  /**
   * A job.
   *
   * @param stages empty until planned
   * @param startedMs wall clock; empty until its first task runs
   * @param javaFeature the Java feature release that its tasks run on; 0 until its first task runs
   */
  record SaveJob(
      JobId job,
      JobSpec spec,
      JobState state,
      List<StageSpec> stages,
      int stage,
      long submittedMs,
      Optional<Long> startedMs,
      Optional<Long> endedMs,
      Optional<Failure> failure,
      int javaFeature)
      implements Save {
    public SaveJob {
      stages = List.copyOf(stages);
    }
  }

  /** The split plan of a stage. */
  record SaveStage(JobId job, int stage, List<Split> splits) implements Save {
    public SaveStage {
      splits = List.copyOf(splits);
    }
  }

  /**
   * A task that is completed. Times are wall clock ms.
   *
   * @param backup whether the attempt was ordered while another ran
   * @param location of a map's output; of a reduce: the worker that ran it
   */
  record SaveCompleted(
      TaskId task,
      AttemptId attempt,
      boolean backup,
      MapOutputLocation location,
      TaskResult result,
      long startedMs,
      long endedMs)
      implements Save {
    @Override
    public JobId job() {
      return task.job();
    }
  }

  /**
   * A task that isn't: it never was, or its output is lost.
   *
   * @param failures counted since it was last completed
   * @param lost how a map was completed whose output is lost: its counters count until it is
   *     completed again, and it is completed again at once where a worker still holds the output
   * @param givenUpMs wall clock; when that output was given up for good, so that it doesn't count
   *     again, whoever holds it
   */
  record SaveIdle(TaskId task, int failures, Optional<SaveCompleted> lost, Optional<Long> givenUpMs)
      implements Save {
    @Override
    public JobId job() {
      return task.job();
    }
  }

  /**
   * The bad records of a map task.
   *
   * @param skips that its attempts leave out
   * @param collecting whether its next attempt is to collect more
   */
  record SaveSkips(TaskId task, SkipList skips, boolean collecting) implements Save {
    @Override
    public JobId job() {
      return task.job();
    }
  }

  /** A job that is forgotten, with all that was saved of it. */
  record SaveForgotten(JobId job) implements Save {}
}
