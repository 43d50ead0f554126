package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView.AttemptState;
import java.util.List;
import java.util.Optional;

/** Has attempts begin, takes up those that are found running, and gives up those that are gone. */
final class Dispatch {
  /** Attempts of a task that may run at once: one, and a backup. */
  private static final int ATTEMPTS_AT_ONCE_MAX = 2;

  private final Books books;

  Dispatch(Books books) {
    this.books = books;
  }

  /** Orders a new attempt; where it needs the place of an early reduce, that one stops. */
  void order(Turn turn, JobRun job, StageRun stage, TaskId task, Worker worker) {
    worker
        .joined()
        .filter(joined -> job.startedMs().isEmpty())
        .ifPresent(
            joined -> {
              job.started(turn.wallMs(), joined.info().javaFeature());
              turn.say(job.image());
            });
    if (task.kind() == TaskKind.REDUCE && worker.freeFetches() <= 0) {
      giveWay(turn, worker);
    }
    TaskTable table = stage.table(task.kind());
    boolean backup = !table.running(task.index()).isEmpty();
    AttemptMode mode = table.skips().mode(task.index());
    AttemptId id = new AttemptId(task, books.term(), table.nextNumber(task.index()));
    Phase phase = task.kind() == TaskKind.MAP ? Phase.WAITING : Phase.FETCHING;
    books.board().begin(new AttemptOrder(job, stage, id, worker, backup, mode), phase, turn);
    turn.say(new Command.StartAttempt(worker.id(), id, backup, mode));
  }

  private void giveWay(Turn turn, Worker worker) {
    Attempt early = worker.lastEarly();
    if (early != null) {
      stop(turn, early);
    }
  }

  /** Stops an attempt, through no fault of its own. */
  void stop(Turn turn, Attempt attempt) {
    turn.say(new Command.StopAttempt(attempt.worker().id(), attempt.id()));
    books.board().end(attempt, AttemptState.STOPPED, Optional.empty(), false, turn);
  }

  /** An attempt is gone without a word, through no fault of its own. */
  void giveUp(Turn turn, Attempt attempt) {
    books.board().end(attempt, AttemptState.LOST, Optional.empty(), false, turn);
  }

  /** Whether an attempt that a worker is found to run is wanted there. */
  boolean isWanted(RunningAttempt found, Worker worker) {
    AttemptId id = found.attempt();
    StageRun stage = books.jobs().runningStage(id.task());
    if (stage == null || !stage.needsMapOutputs()) {
      return false;
    }
    TaskTable table = stage.table(id.task().kind());
    int index = id.task().index();
    List<Attempt> running = table.running(index);
    boolean hasRoom =
        table.state(index) instanceof TaskState.Idle
            || (!running.isEmpty()
                && running.size() < ATTEMPTS_AT_ONCE_MAX
                && running.stream().noneMatch(other -> isSameNode(other.worker(), worker)));
    return hasRoom
        && found.mode().equals(table.skips().mode(index))
        && !table.past().isSettled(id)
        && !table.past().isStopped(id);
  }

  static boolean isSameNode(Worker one, Worker other) {
    return one.id().node().equals(other.id().node());
  }

  /** Takes up an attempt that is wanted. */
  void adopt(Turn turn, RunningAttempt found, Worker worker) {
    AttemptId id = found.attempt();
    JobRun job = books.jobs().find(id.task().job());
    StageRun stage = books.jobs().runningStage(id.task());
    if (job != null && stage != null) {
      boolean backup = stage.table(id.task().kind()).isBackup(id);
      AttemptOrder order = new AttemptOrder(job, stage, id, worker, backup, found.mode());
      books.board().begin(order, found.phase(), turn).found(found, turn.nowMs());
    }
  }
}
