package dev.cobnut.core.message;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.List;

/** What a worker says to the master. */
public sealed interface ToMaster {
  /** The highest term that the worker knows; a master of a lower one steps down. */
  long term();

  WorkerId worker();

  /**
   * All that the worker runs and holds: said when it meets a master, and when it is asked.
   *
   * @param draining whether it takes no more tasks: it was told so, or its disk is sick
   * @param running attempts that run
   * @param outcomes not acknowledged yet
   * @param held attempts whose map output lies here, whole
   */
  record Hello(
      long term,
      WorkerInfo info,
      boolean draining,
      List<RunningAttempt> running,
      List<Outcome> outcomes,
      List<AttemptId> held)
      implements ToMaster {
    public Hello {
      running = List.copyOf(running);
      outcomes = List.copyOf(outcomes);
      held = List.copyOf(held);
    }

    @Override
    public WorkerId worker() {
      return info.id();
    }
  }

  /**
   * Said each second, and at once when an attempt ends: what runs, and every outcome until it is
   * acknowledged.
   */
  record Heartbeat(
      long term,
      WorkerId worker,
      boolean draining,
      List<RunningAttempt> running,
      List<Outcome> outcomes)
      implements ToMaster {
    public Heartbeat {
      running = List.copyOf(running);
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Tell me where the map outputs of a stage lie, from this map on. */
  record WantMapOutputs(long term, WorkerId worker, JobId job, int stage, int fromMap)
      implements ToMaster {}

  /**
   * This map output couldn't be read whole from the worker that was said to hold it.
   *
   * @param owner that worker; who has its outputs now may be another life of its node
   */
  record MapOutputUnreadable(
      long term, WorkerId worker, AttemptId map, WorkerId owner, String reason)
      implements ToMaster {}

  /** The answer to {@link ToWorker.CheckMapOutput}. */
  record MapOutputChecked(long term, WorkerId worker, AttemptId map, boolean healthy)
      implements ToMaster {}

  /** The worker ends in order: what it runs is to be given to others, without waiting. */
  record Leaving(long term, WorkerId worker) implements ToMaster {}

  /** A message of a lower term was refused. */
  record TermRefused(long term, WorkerId worker, long refusedTerm) implements ToMaster {}
}
