package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.scheduler.Refusal;
import dev.cobnut.master.api.ApiException;
import dev.cobnut.master.api.Problem;
import dev.cobnut.master.api.SubmissionCheck;
import dev.cobnut.master.api.Submissions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Who waits for what the scheduler says to a submission or a cancellation. Confined to the master's
 * context.
 */
final class Answers {
  private final Map<JobId, Promise<JobId>> submissions = new HashMap<>();
  private final Map<JobId, Queue<Promise<Boolean>>> cancellations = new HashMap<>();

  /** Succeeds when the job is accepted. */
  Future<JobId> submission(JobId job) {
    Promise<JobId> promise = Promise.promise();
    submissions.put(job, promise);
    return promise.future();
  }

  /** Tells whether the job was stopped. */
  Future<Boolean> cancellation(JobId job) {
    Promise<Boolean> promise = Promise.promise();
    cancellations.computeIfAbsent(job, id -> new ArrayDeque<>()).add(promise);
    return promise.future();
  }

  void accepted(JobId job) {
    Promise<JobId> promise = submissions.remove(job);
    if (promise != null) {
      promise.complete(job);
    }
  }

  void refused(JobId job, Refusal refusal) {
    Promise<JobId> promise = submissions.remove(job);
    if (promise != null) {
      promise.fail(problem(refusal).toException());
    }
  }

  private static Problem problem(Refusal refusal) {
    if (refusal instanceof Refusal.OutputTaken taken) {
      return SubmissionCheck.outputTaken(taken.output(), taken.by().value());
    }
    if (refusal instanceof Refusal.KeyTaken taken) {
      return Submissions.keyTaken(taken.by());
    }
    if (refusal instanceof Refusal.QueueFull full) {
      return Problem.queueFull(full.jobsMax());
    }
    throw new IllegalStateException("refusal: " + refusal + " (expected: a known one)");
  }

  void cancelAnswered(JobId job, boolean cancelled) {
    Queue<Promise<Boolean>> waiting = cancellations.get(job);
    if (waiting != null) {
      waiting.remove().complete(cancelled);
      if (waiting.isEmpty()) {
        cancellations.remove(job);
      }
    }
  }

  /** Tells all who wait that no answer comes from this master. */
  void close() {
    ApiException gone =
        Problem.noMaster("the master has stepped down (expected: an acting master)").toException();
    List<Promise<?>> waiting = new ArrayList<>(submissions.values());
    cancellations.values().forEach(waiting::addAll);
    submissions.clear();
    cancellations.clear();
    waiting.forEach(promise -> promise.fail(gone));
  }
}
