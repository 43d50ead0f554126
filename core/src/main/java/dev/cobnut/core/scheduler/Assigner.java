package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.WorkerId;
import org.jspecify.annotations.Nullable;

/**
 * Fills free slots: the job whose turn it is, its first task that waits, the worker with most free
 * slots. Each step takes a time that grows with the logarithm of jobs, tasks and workers.
 */
final class Assigner {
  private final Books books;
  private final TaskEvents taskEvents;
  private long fromMs = Long.MIN_VALUE;

  private record Choice(JobRun job, TaskTable table, int index, Worker worker) {}

  Assigner(Books books, TaskEvents taskEvents) {
    this.books = books;
    this.taskEvents = taskEvents;
  }

  /**
   * Orders nothing until then: what workers run already shows in their hellos, and isn't ordered
   * twice.
   */
  void waitUntil(long monotonicMs) {
    fromMs = monotonicMs;
  }

  void assign(Turn turn) {
    if (turn.nowMs() < fromMs) {
      return;
    }
    for (Choice choice = choose(turn); choice != null; choice = choose(turn)) {
      taskEvents.order(turn, choice.job(), choice.table(), choice.index(), choice.worker());
    }
  }

  /** Null where nothing waits or no slot is free. */
  private @Nullable Choice choose(Turn turn) {
    if (!books.workers().hasFreeSlot()) {
      return null;
    }
    for (JobRun job : books.jobs().ready()) {
      TaskTable table = job.ready();
      StageRun stage = job.current();
      if (table == null || stage == null || stage.isResting(table, turn.nowMs())) {
        continue;
      }
      int index = table.idle().next(0);
      WorkerId failedOn = table.past().failedOn(index).orElse(null);
      Worker worker = books.workers().freest(job.javaFeature(), failedOn);
      if (worker != null) {
        return new Choice(job, table, index, worker);
      }
    }
    return null;
  }
}
