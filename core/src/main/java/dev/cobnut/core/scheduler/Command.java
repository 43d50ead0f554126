package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import java.util.List;

/**
 * An order of the scheduler. A list of them is carried out in order, and none leaves before the
 * Saves ahead of it are durable.
 */
public sealed interface Command permits Save, Command.ToWorld {
  /** A command that the world sees. */
  sealed interface ToWorld extends Command {}

  /** Tell the submitter that the job is accepted. */
  record AcceptJob(JobId job) implements ToWorld {}

  /** Tell the submitter that the job isn't accepted. */
  record RefuseJob(JobId job, Refusal refusal) implements ToWorld {}

  /** Tell whoever cancelled what came of it. */
  record CancelAnswered(JobId job, boolean cancelled) implements ToWorld {}

  /** Ask the job's code for its stages, and prepare its folder in the output. */
  record PlanJob(JobId job) implements ToWorld {}

  /** Cut the input of a stage into splits. */
  record PlanStage(JobId job, int stage) implements ToWorld {}

  /**
   * Order an attempt.
   *
   * @param backup whether another attempt at the task runs
   * @param mode how a map treats bad records
   */
  record StartAttempt(WorkerId worker, AttemptId attempt, boolean backup, AttemptMode mode)
      implements ToWorld {}

  /** Stop an attempt. */
  record StopAttempt(WorkerId worker, AttemptId attempt) implements ToWorld {}

  /** Tell a worker that an outcome is settled: it counts, or its files are to be deleted. */
  record AcknowledgeOutcome(WorkerId worker, AttemptId attempt, boolean discard)
      implements ToWorld {}

  /** Tell a worker where map outputs lie. */
  record AnnounceMapOutputs(
      WorkerId worker, JobId job, int stage, List<MapOutputLocation> locations) implements ToWorld {
    public AnnounceMapOutputs {
      locations = List.copyOf(locations);
    }
  }

  /** Have the owner read a map output again. */
  record CheckMapOutput(WorkerId owner, AttemptId map) implements ToWorld {}

  /** Tell a worker that it is to get no more tasks, or to get them again. */
  record TellDraining(WorkerId worker, boolean draining) implements ToWorld {}

  /** Ask a worker for all that it runs and holds. */
  record AskHello(WorkerId worker) implements ToWorld {}

  /**
   * Write manifest and {@code _SUCCESS} under the job's folder, so that publishing only moves
   * files.
   */
  record PreparePublication(JobId job) implements ToWorld {}

  /** Move the prepared files to their names. */
  record Publish(JobId job) implements ToWorld {}

  /** Remove what workers and the output's folder hold of a job that has ended. */
  record DropJobData(JobId job) implements ToWorld {}
}
