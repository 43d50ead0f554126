package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/** An attempt that is believed to run, or to be on its way to its worker. */
final class Attempt {
  private final AttemptOrder order;
  private final TaskTable table;
  private final long startedMs;
  private long beganMs;
  private ToldProgress progress;
  private Place place;
  private boolean seen;
  private int orders = 1;
  private long signMs;
  private boolean straggler;

  Attempt(AttemptOrder order, Place place, Turn turn) {
    this.order = order;
    this.table = order.table();
    this.place = place;
    this.startedMs = turn.wallMs();
    this.beganMs = turn.nowMs();
    this.signMs = turn.nowMs();
    this.progress =
        new ToldProgress(place.isFetching() ? Phase.FETCHING : Phase.WAITING, turn.nowMs());
  }

  JobRun job() {
    return order.job();
  }

  StageRun stage() {
    return order.stage();
  }

  TaskTable table() {
    return table;
  }

  AttemptId id() {
    return order.id();
  }

  int index() {
    return id().task().index();
  }

  Worker worker() {
    return order.worker();
  }

  boolean isBackup() {
    return order.backup();
  }

  boolean isMap() {
    return order.isMap();
  }

  AttemptMode mode() {
    return order.mode();
  }

  Place place() {
    return place;
  }

  /** Only by {@link AttemptBoard}, which keeps what counts places in step. */
  void moveTo(Place next) {
    place = next;
  }

  /** A slot is free for one that waited behind: its time begins. */
  void begins(long nowMs) {
    beganMs = nowMs;
  }

  /** Wall clock ms. */
  long startedMs() {
    return startedMs;
  }

  /**
   * Since when it could have worked: a reduce can't before all maps are completed. Of a map behind
   * the slots, since when it waits there.
   */
  long workSinceMs() {
    return isMap() ? beganMs : Math.max(beganMs, stage().mapsCompletedMs());
  }

  boolean isFetching() {
    return place.isFetching();
  }

  /** Since when it has held a slot or waited for one; where it does neither, as workSinceMs. */
  long slotSinceMs() {
    return isMap() || isFetching() ? workSinceMs() : progress.phaseMs();
  }

  /** Whether its worker has ever told of it, so that the order did arrive. */
  boolean seen() {
    return seen;
  }

  /** When it was ordered, ordered again or told of last, monotonic ms. */
  long signMs() {
    return signMs;
  }

  void toldOf(RunningAttempt now, long nowMs) {
    seen = true;
    signMs = nowMs;
    progress.told(now, nowMs);
  }

  /** Its worker was found to run it already. */
  void found(RunningAttempt now, long nowMs) {
    seen = true;
    progress = new ToldProgress(now, nowMs);
  }

  /**
   * How long it takes from now on, or {@link ToldProgress#UNKNOWN}. One that waits for a slot takes
   * the rest of one that has it, and then as long as that one as a whole.
   */
  long leftMs(long nowMs) {
    return progress.phase() == Phase.WAITING ? leftBehindMs(nowMs) : progress.leftMs(nowMs);
  }

  private long leftBehindMs(long nowMs) {
    long first = Long.MAX_VALUE;
    for (Attempt ahead : worker().running().values()) {
      long leftMs = ahead.progress.leftMs(nowMs);
      if (ahead.table() == table && leftMs != ToldProgress.UNKNOWN) {
        first = Math.min(first, leftMs + ahead.progress.wholeMs(nowMs));
      }
    }
    return first == Long.MAX_VALUE ? ToldProgress.UNKNOWN : first;
  }

  /**
   * For how long it has made no progress though it could: it isn't waiting for a slot, nor for maps
   * to be completed.
   */
  long stuckMs(long nowMs) {
    if (!seen || progress.phase() == Phase.WAITING || place == Place.EARLY) {
      return 0;
    }
    return nowMs - movedMs();
  }

  /** When it made progress last, or could begin to, monotonic ms; never goes back. */
  long movedMs() {
    return Math.max(progress.movedMs(), workSinceMs());
  }

  /** Whether it was found so slow that it got a backup. */
  boolean isStraggler() {
    return straggler;
  }

  void foundStraggler() {
    straggler = true;
  }

  /** How often it was ordered. */
  int orders() {
    return orders;
  }

  void orderedAgain(long nowMs) {
    orders++;
    signMs = nowMs;
  }
}
