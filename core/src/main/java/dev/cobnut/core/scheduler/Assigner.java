package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.WorkerId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fills what is free: the job whose turn it is, its first task that waits, the worker with most
 * that is free. Each step takes a time that grows with the logarithm of jobs, tasks and workers.
 *
 * <p>Slots go to maps, and to reduces whose maps are all completed, though these fetch first and
 * hold none meanwhile. Where nobody else waits for slots, such reduces begin to fetch beyond what
 * is free, so that the next has its input when a slot becomes free. Reduces whose maps still run
 * fetch early where there is a place for it; they give way.
 *
 * <p>Where nobody else waits for slots, short maps are ordered beyond them, too, so that a worker
 * has the next when one ends, and many orders and outcomes share a message and a segment of the
 * journal: as many as take a moment, and no more than leaves all workers their part of what waits.
 */
final class Assigner {
  private final Books books;
  private final Dispatch dispatch;
  private long fromMs = Long.MIN_VALUE;

  private record Choice(JobRun job, StageRun stage, TaskTable table, int index, Worker worker) {}

  Assigner(Books books, Dispatch dispatch) {
    this.books = books;
    this.dispatch = dispatch;
  }

  /**
   * Orders nothing until then: what workers run already shows in their hellos, and isn't ordered
   * twice.
   */
  void waitUntil(long monotonicMs) {
    fromMs = monotonicMs;
  }

  boolean isWaiting(long nowMs) {
    return nowMs < fromMs;
  }

  void assign(Turn turn) {
    if (isWaiting(turn.nowMs())) {
      return;
    }
    for (Choice next = slot(turn); next != null; next = slot(turn)) {
      order(turn, next);
    }
    for (Choice next = mapAhead(turn); next != null; next = mapAhead(turn)) {
      order(turn, next);
    }
    for (Choice next = fetchAhead(turn); next != null; next = fetchAhead(turn)) {
      order(turn, next);
    }
    for (Choice next = fetchEarly(turn); next != null; next = fetchEarly(turn)) {
      order(turn, next);
    }
  }

  private void order(Turn turn, Choice choice) {
    dispatch.order(
        turn, choice.job(), choice.stage(), choice.table().task(choice.index()), choice.worker());
  }

  /** Null where nothing waits for a slot or no slot is free. */
  private @Nullable Choice slot(Turn turn) {
    FreeWorkers free = books.workers().withFreeSlot();
    if (free.isEmpty()) {
      return null;
    }
    for (JobRun job : books.jobs().wantSlots()) {
      Choice choice = choose(turn, job, job.slotWork(), free);
      if (choice != null) {
        return choice;
      }
    }
    return null;
  }

  /** Null but where one job alone wants slots, and its maps are short. */
  private @Nullable Choice mapAhead(Turn turn) {
    FreeWorkers free = books.workers().withRoomAhead();
    if (books.jobs().wantSlots().size() != 1 || free.isEmpty()) {
      return null;
    }
    JobRun job = books.jobs().wantSlots().iterator().next();
    StageRun stage = job.current();
    if (stage == null || job.slotWork() != stage.maps() || job.spec().runningMax() > 0) {
      return null;
    }
    int share = stage.maps().idle().size() / (4 * Math.max(1, books.workers().count()));
    int ofSlot = Math.min(stage.maps().pace().ahead(), share);
    Choice choice = ofSlot == 0 ? null : choose(turn, job, stage.maps(), free);
    return choice != null && choice.worker().hasRoomAhead(ofSlot) ? choice : null;
  }

  /** Null but where one job alone wants slots. */
  private @Nullable Choice fetchAhead(Turn turn) {
    FreeWorkers free = books.workers().withFreeFetch();
    if (books.jobs().wantSlots().size() != 1 || free.isEmpty()) {
      return null;
    }
    JobRun job = books.jobs().wantSlots().iterator().next();
    StageRun stage = job.current();
    TaskTable table = job.slotWork();
    boolean reduces = stage != null && table == stage.reduces();
    return reduces ? choose(turn, job, table, free) : null;
  }

  private @Nullable Choice fetchEarly(Turn turn) {
    FreeWorkers free = books.workers().withFreeFetch();
    if (free.isEmpty()) {
      return null;
    }
    for (JobRun job : books.jobs().wantFetches()) {
      Choice choice = choose(turn, job, job.earlyWork(), free);
      if (choice != null) {
        return choice;
      }
    }
    return null;
  }

  private @Nullable Choice choose(
      Turn turn, JobRun job, @Nullable TaskTable table, FreeWorkers free) {
    StageRun stage = job.current();
    if (stage == null || table == null || stage.isResting(table, turn.nowMs())) {
      return null;
    }
    Worker worker = free.freest(job.javaFeature(), any -> true);
    if (worker == null) {
      return null;
    }
    int near = table == stage.maps() ? near(turn, stage, worker) : -1;
    int index = near >= 0 ? near : table.idle().next(0);
    WorkerId failedOn = table.past().failedOn(index).orElse(null);
    if (worker.id().equals(failedOn)) {
      Predicate<Worker> elsewhere = other -> !other.id().equals(failedOn);
      Worker other = free.freest(job.javaFeature(), elsewhere);
      worker = other == null ? worker : other;
    }
    return new Choice(job, stage, table, index, worker);
  }

  /** The first map that waits and whose input the worker is near to, or -1. */
  private int near(Turn turn, StageRun stage, Worker worker) {
    if (worker.near().isEmpty()) {
      return -1;
    }
    return stage.nearMaps().next(worker.near(), books.workers()::allNear, turn.nowMs());
  }
}
