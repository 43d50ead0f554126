package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.scheduler.TaskState.Completed;
import java.util.List;
import java.util.Optional;

/** Which attempt runs where: keeps tasks, workers, jobs and their rankings in step. */
final class AttemptBoard {
  private final Jobs jobs;
  private final Workers workers;

  AttemptBoard(Jobs jobs, Workers workers) {
    this.jobs = jobs;
    this.workers = workers;
  }

  /** An attempt is ordered, or found running. */
  Attempt begin(AttemptOrder order, Phase phase, Turn turn) {
    Attempt attempt = new Attempt(order, place(order, phase), turn);
    order.table().began(attempt);
    order.table().past().forget(order.id());
    order.worker().began(attempt);
    order.job().occupies(attempt.place(), 1);
    rank(attempt);
    return attempt;
  }

  private static Place place(AttemptOrder order, Phase phase) {
    if (order.isMap()) {
      return order.worker().freeSlots() > 0 ? Place.SLOT : Place.AHEAD;
    }
    if (phase != Phase.FETCHING) {
      return Place.SLOT;
    }
    return order.stage().maps().isAllCompleted() ? Place.FETCH : Place.EARLY;
  }

  /** A worker told which phase an attempt is in. */
  void isIn(Attempt attempt, Phase phase) {
    boolean leavesSlot = attempt.place() == Place.SLOT && phase == Phase.FETCHING;
    boolean wantsSlot = attempt.place().isFetching() && phase != Phase.FETCHING;
    if (!attempt.isMap() && (leavesSlot || wantsSlot)) {
      move(attempt, wantsSlot ? Place.SLOT : fetching(attempt.stage()));
    }
  }

  /** All maps of a stage are completed, or one isn't any more: its fetching reduces wait anew. */
  void mapsChanged(StageRun stage) {
    Place place = fetching(stage);
    for (Attempt reduce : stage.reduces().running()) {
      if (reduce.place() != Place.SLOT && reduce.place() != place) {
        move(reduce, place);
      }
    }
  }

  private static Place fetching(StageRun stage) {
    return stage.maps().isAllCompleted() ? Place.FETCH : Place.EARLY;
  }

  private void move(Attempt attempt, Place next) {
    attempt.job().occupies(attempt.place(), -1);
    attempt.worker().moves(attempt, next);
    attempt.job().occupies(next, 1);
    rank(attempt);
  }

  /**
   * An attempt ended, or is given up, and left nothing.
   *
   * @param failure that its worker told; empty where the worker didn't tell that it ended
   * @param counted whether it uses up one of the task's attempts
   */
  void end(
      Attempt attempt, AttemptState how, Optional<Failure> failure, boolean counted, Turn turn) {
    remember(attempt, how, failure, turn);
    attempt.table().ended(attempt.id(), counted);
    release(attempt, turn);
  }

  /**
   * A task is completed.
   *
   * @return attempts of the task that run in vain now
   */
  List<Attempt> complete(JobRun job, TaskTable table, int index, Completed done, Turn turn) {
    List<Attempt> running = table.running(index);
    AttemptId winner = done.attempt(table.task(index));
    table.completed(index, done);
    running.forEach(one -> release(one, turn));
    List<Attempt> vain = running.stream().filter(one -> !one.id().equals(winner)).toList();
    vain.forEach(one -> remember(one, AttemptState.STOPPED, Optional.empty(), turn));
    jobs.rank(job);
    return vain;
  }

  private static void remember(
      Attempt attempt, AttemptState how, Optional<Failure> failure, Turn turn) {
    AttemptView view =
        new AttemptView(
            attempt.id(),
            attempt.worker().id(),
            how,
            attempt.isBackup(),
            attempt.startedMs(),
            Optional.of(turn.wallMs()),
            failure);
    attempt.table().past().add(view, failure.isPresent());
  }

  private void release(Attempt attempt, Turn turn) {
    attempt.worker().ended(attempt);
    attempt.job().occupies(attempt.place(), -1);
    rank(attempt);
    Attempt next = attempt.worker().nextAhead();
    if (next != null) {
      next.begins(turn.nowMs());
      move(next, Place.SLOT);
    }
  }

  private void rank(Attempt attempt) {
    jobs.rank(attempt.job());
    workers.rank(attempt.worker());
  }
}
