package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Orders backup attempts for stragglers, where a phase has run dry and slots are free that nobody
 * else wants: the longest estimated time to finish goes first (Zaharia et al., "Improving MapReduce
 * Performance in Heterogeneous Environments", OSDI 2008).
 *
 * <p>An attempt is a straggler where it has taken longer than half the median of the phase, will
 * have taken more than twice the median and {@link #TOTAL_MS_MIN}, and has more than the median
 * before it, so that a backup can win. Only the time counts in which it held a slot or waited for
 * one: a reduce fetches for as long as the network is full, a late backup doesn't. Where nothing
 * can be told of what is before it, as of one that fetches, it is a straggler once it has taken
 * more than twice the median, of whole tasks where it fetches. One whose backup is gone is still
 * one.
 */
final class Backups {
  static final long TOTAL_MS_MIN = 5_000;
  private static final long EVERY_MS = 1_000;

  private final Books books;
  private final Dispatch dispatch;
  private long nextMs = Long.MIN_VALUE;

  private record Straggler(Attempt attempt, long leftMs) {
    static final Comparator<Straggler> LONGEST_FIRST =
        Comparator.comparingLong(Straggler::leftMs)
            .reversed()
            .thenComparing(straggler -> straggler.attempt().id());
  }

  Backups(Books books, Dispatch dispatch) {
    this.books = books;
    this.dispatch = dispatch;
  }

  void order(Turn turn) {
    boolean isDue = turn.nowMs() >= nextMs && !books.workers().withFreeSlot().isEmpty();
    if (!books.limits().tasks().backups() || !isDue) {
      return;
    }
    nextMs = turn.nowMs() + EVERY_MS;
    List<Straggler> stragglers = new ArrayList<>();
    books.jobs().active().forEach(job -> find(stragglers, job, turn.nowMs()));
    stragglers.sort(Straggler.LONGEST_FIRST);
    for (Straggler straggler : stragglers) {
      back(turn, straggler.attempt());
    }
  }

  private static void find(List<Straggler> stragglers, JobRun job, long nowMs) {
    StageRun stage = job.current();
    if (stage == null || !job.isRunning() || !stage.needsMapOutputs()) {
      return;
    }
    TaskTable table = stage.maps().isAllCompleted() ? stage.reduces() : stage.maps();
    if (!table.idle().isEmpty() || table.durations().isEmpty()) {
      return;
    }
    long runMs = table.runs().medianMs();
    long wholeMs = table.durations().medianMs();
    IndexSet inProgress = table.inProgress();
    for (int index = inProgress.next(0); index >= 0; index = inProgress.next(index + 1)) {
      List<Attempt> attempts = table.running(index);
      if (attempts.size() == 1) {
        Attempt attempt = attempts.get(0);
        long leftMs = leftOfStraggler(attempt, attempt.isFetching() ? wholeMs : runMs, nowMs);
        if (leftMs > 0) {
          stragglers.add(new Straggler(attempt, leftMs));
        }
      }
    }
  }

  /** 0 where it isn't one. */
  private static long leftOfStraggler(Attempt attempt, long medianMs, long nowMs) {
    long sinceMs = attempt.isFetching() ? attempt.workSinceMs() : attempt.slotSinceMs();
    long elapsedMs = nowMs - sinceMs;
    long limitMs = Math.max(2 * medianMs, TOTAL_MS_MIN);
    long leftMs = attempt.leftMs(nowMs);
    if (leftMs == ToldProgress.UNKNOWN) {
      return elapsedMs > limitMs ? Long.MAX_VALUE / 2 + elapsedMs : 0;
    }
    boolean isSlow = elapsedMs > medianMs / 2 && elapsedMs + leftMs > limitMs;
    return leftMs > medianMs && (isSlow || attempt.isStraggler()) ? leftMs : 0;
  }

  private void back(Turn turn, Attempt attempt) {
    JobRun job = attempt.job();
    Worker worker =
        job.isBelowLimit()
            ? books
                .workers()
                .withFreeSlot()
                .freest(job.javaFeature(), other -> !Dispatch.isSameNode(other, attempt.worker()))
            : null;
    TaskId task = attempt.id().task();
    if (worker != null) {
      attempt.foundStraggler();
      dispatch.order(turn, job, attempt.stage(), task, worker);
    }
  }
}
