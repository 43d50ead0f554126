package dev.cobnut.core.scheduler;

import java.util.ArrayList;
import java.util.List;

/** Looks now and then at what no event tells: who waits, who is stuck, whose time is over. */
final class Watch {
  private static final long EVERY_MS = 1_000;

  /** How long a map may wait behind a slot that others want. */
  private static final long AHEAD_MS_MAX = 1_000;

  private final Books books;
  private final TaskEvents taskEvents;
  private final Exclusions exclusions;
  private final Dispatch dispatch;
  private long nextMs = Long.MIN_VALUE;

  /** Before this time no attempt can have been still for too long. */
  private long stuckMs = Long.MIN_VALUE;

  Watch(Books books, TaskEvents taskEvents, Exclusions exclusions, Dispatch dispatch) {
    this.dispatch = dispatch;
    this.books = books;
    this.taskEvents = taskEvents;
    this.exclusions = exclusions;
  }

  void look(Turn turn) {
    for (JobRun job : books.jobs().active()) {
      StageRun stage = job.current();
      if (stage != null && job.isRunning()) {
        taskEvents.tellNews(turn, stage);
      }
      if (job.waits(turn.nowMs(), books.limits().jobs().starvationMs())) {
        books.jobs().rank(job);
      }
    }
    if (turn.nowMs() >= nextMs) {
      nextMs = turn.nowMs() + EVERY_MS;
      books.workers().all().forEach(worker -> exclusions.watch(turn, worker));
      waitInVain(turn.nowMs()).forEach(attempt -> dispatch.stop(turn, attempt));
      stuck(turn.nowMs()).forEach(attempt -> endStuck(turn, attempt));
    }
  }

  /**
   * Maps that were thought to begin at once, and still wait behind a slot, though another job wants
   * slots or another worker has one.
   */
  private List<Attempt> waitInVain(long nowMs) {
    List<Attempt> vain = new ArrayList<>();
    for (Worker worker : books.workers().all()) {
      for (Attempt attempt : worker.ahead()) {
        if (nowMs - attempt.workSinceMs() >= AHEAD_MS_MAX && isWantedElsewhere(attempt)) {
          vain.add(attempt);
        }
      }
    }
    return vain;
  }

  private boolean isWantedElsewhere(Attempt attempt) {
    boolean isFreeElsewhere =
        attempt.table().idle().isEmpty() && !books.workers().withFreeSlot().isEmpty();
    return isFreeElsewhere
        || books.jobs().wantSlots().stream().anyMatch(job -> job != attempt.job());
  }

  private List<Attempt> stuck(long nowMs) {
    List<Attempt> stuck = new ArrayList<>();
    if (nowMs < stuckMs) {
      return stuck;
    }
    long timeoutMs = books.limits().tasks().timeoutMs();
    long stillestMs = nowMs;
    for (Worker worker : books.workers().all()) {
      for (Attempt attempt : worker.running().values()) {
        stillestMs = Math.min(stillestMs, attempt.movedMs());
        if (attempt.stuckMs(nowMs) >= timeoutMs) {
          stuck.add(attempt);
        }
      }
    }
    stuckMs = stillestMs + timeoutMs;
    return stuck;
  }

  /** Ending one may fail its job, and with that end others. */
  private void endStuck(Turn turn, Attempt attempt) {
    if (attempt.worker().running().get(attempt.id()) == attempt) {
      taskEvents.stuck(turn, attempt);
    }
  }
}
