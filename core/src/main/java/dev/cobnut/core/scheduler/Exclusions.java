package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskView.AttemptView;
import java.util.List;

/**
 * Leaves out workers that fail several different tasks, for a while. What may be the job's own
 * fault is blamed on a worker only once the task has succeeded elsewhere; and half of the workers
 * always stay in, so that a job that fails everywhere ends by its own limit.
 */
final class Exclusions {
  private final Books books;
  private final Workers workers;

  Exclusions(Books books) {
    this.books = books;
    this.workers = books.workers();
  }

  /** An attempt failed, and the task or its worker is to blame. */
  void failed(Turn turn, Attempt attempt, Failure failure) {
    if (!mayBeOfTheJob(failure)) {
      blame(turn, attempt.worker(), attempt.id().task());
    }
  }

  /** A task was completed at a worker: who failed it before is to blame. */
  void succeeded(Turn turn, TaskId task, List<AttemptView> past, Worker worker) {
    for (AttemptView attempt : past) {
      boolean isElsewhere = !attempt.worker().equals(worker.id());
      if (isElsewhere && attempt.failure().filter(Exclusions::mayBeOfTheJob).isPresent()) {
        Worker failing = workers.met(attempt.worker());
        if (failing != null) {
          blame(turn, failing, task);
        }
      }
    }
  }

  private static boolean mayBeOfTheJob(Failure failure) {
    return failure.kind() == Failure.Kind.USER_CODE || failure.kind() == Failure.Kind.BAD_RECORD;
  }

  private void blame(Turn turn, Worker worker, TaskId task) {
    Limits.WorkerLimits limits = books.limits().workers();
    int failed = worker.failedTasks().add(task, turn.nowMs(), turn.nowMs() - limits.exclusionMs());
    if (failed >= limits.failuresMax() && !worker.isExcluded() && mayExcludeOneMore()) {
      worker.exclude(true);
      workers.rank(worker);
    }
  }

  private boolean mayExcludeOneMore() {
    int joined = 0;
    int excluded = 0;
    for (Worker worker : workers.all()) {
      joined += worker.isJoined() ? 1 : 0;
      excluded += worker.isJoined() && worker.isExcluded() ? 1 : 0;
    }
    return 2 * (excluded + 1) <= joined;
  }

  /** Takes a worker back whose time is over. */
  void watch(Turn turn, Worker worker) {
    if (worker.isExcluded()
        && turn.nowMs() - worker.failedTasks().lastMs() >= books.limits().workers().exclusionMs()) {
      worker.failedTasks().clear();
      worker.exclude(false);
      workers.rank(worker);
    }
  }
}
