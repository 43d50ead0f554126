package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.List;

/** A fact that the scheduler is told. */
public sealed interface Event {
  Moment at();

  /**
   * Somebody wants a job run; answered by {@link Command.AcceptJob} or {@link Command.RefuseJob}.
   */
  record JobSubmitted(Moment at, JobId job, JobSpec spec) implements Event {}

  /** Somebody wants a job stopped; answered by {@link Command.CancelAnswered}. */
  record JobCancelled(Moment at, JobId job) implements Event {}

  /** The job's code told its stages: the answer to {@link Command.PlanJob}. */
  record JobPlanned(Moment at, JobId job, List<StageSpec> stages) implements Event {
    public JobPlanned {
      stages = List.copyOf(stages);
    }
  }

  /** A stage's input was cut into splits: the answer to {@link Command.PlanStage}. */
  record StagePlanned(Moment at, JobId job, int stage, List<Split> splits) implements Event {
    public StagePlanned {
      splits = List.copyOf(splits);
    }
  }

  /** A job can't be planned, prepared or published. */
  record JobBroken(Moment at, JobId job, Failure failure) implements Event {}

  /**
   * Manifest and {@code _SUCCESS} are prepared: the answer to {@link Command.PreparePublication}.
   */
  record PublicationPrepared(Moment at, JobId job) implements Event {}

  /** All files are at their names: the answer to {@link Command.Publish}. */
  record JobPublished(Moment at, JobId job) implements Event {}

  /**
   * A worker told all that it runs and holds.
   *
   * @param held attempts whose map output lies there
   */
  record WorkerJoined(
      Moment at,
      WorkerInfo info,
      boolean draining,
      List<RunningAttempt> running,
      List<AttemptId> held)
      implements Event {
    public WorkerJoined {
      running = List.copyOf(running);
      held = List.copyOf(held);
    }
  }

  /** A worker told what it runs. */
  record WorkerHeard(Moment at, WorkerId worker, boolean draining, List<RunningAttempt> running)
      implements Event {
    public WorkerHeard {
      running = List.copyOf(running);
    }
  }

  /** A worker is dead, or as good as dead. */
  record WorkerLost(Moment at, WorkerId worker, String reason) implements Event {}

  /** A worker is to get no more tasks, or to get them again. */
  record WorkerDrained(Moment at, WorkerId worker, boolean draining) implements Event {}

  /** A worker told an outcome; it may have told it before. */
  record AttemptEnded(Moment at, WorkerId worker, Outcome outcome) implements Event {}

  /**
   * A reducer's worker can't read a map output.
   *
   * @param owner whom it was told to read it from
   */
  record MapOutputUnreadable(Moment at, WorkerId reporter, AttemptId map, WorkerId owner)
      implements Event {}

  /** The owner read a map output again: the answer to {@link Command.CheckMapOutput}. */
  record MapOutputChecked(Moment at, WorkerId owner, AttemptId map, boolean healthy)
      implements Event {}

  /** Time went by. */
  record Tick(Moment at) implements Event {}
}
