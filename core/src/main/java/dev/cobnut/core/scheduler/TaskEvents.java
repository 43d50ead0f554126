package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.MapDone;
import dev.cobnut.core.scheduler.TaskState.ReduceDone;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to tasks.
 *
 * <p>An outcome is told until it is acknowledged, so it may come twice, late, or from an attempt
 * that was given up. What is done about it:
 *
 * <ul>
 *   <li>The task is completed, or its job doesn't run: settled. The attempt that completed the task
 *       is to be kept, any other discarded, whatever it says; so the same word gets the same
 *       answer.
 *   <li>A success otherwise counts, even of an attempt that was given up because its worker was
 *       held dead: its files are there, since a worker removes what it has told only on a discard
 *       (an order to stop comes too late then). Other attempts of the task are stopped. Only an
 *       attempt that failed or was discarded, or whose output was found damaged, is past counting.
 *   <li>A failure counts only where the attempt is believed to run, so that none counts twice.
 *   <li>A worker that this master hasn't met is asked for a hello instead: it will tell again.
 * </ul>
 *
 * Should a late success slip through that is no longer true of a map (a message that was sent
 * before the output was lost), its reduces complain of it, and it runs again; of a reduce this
 * can't be, since a completed reduce never becomes idle.
 */
final class TaskEvents {
  /** Part of the silence for which a stage's reduces rest after one has missed a map output. */
  private static final int REST_PART = 5;

  private final Books books;
  private final JobEvents jobEvents;

  TaskEvents(Books books, JobEvents jobEvents) {
    this.books = books;
    this.jobEvents = jobEvents;
  }

  /** Orders a new attempt. */
  void order(Turn turn, JobRun job, TaskTable table, int index, Worker worker) {
    worker
        .joined()
        .filter(joined -> job.startedMs().isEmpty())
        .ifPresent(
            joined -> {
              job.started(turn.wallMs(), joined.info().javaFeature());
              turn.say(job.image());
            });
    AttemptId id = new AttemptId(table.task(index), books.term(), table.nextNumber(index));
    books.board().begin(job, table, id, worker, turn);
    turn.say(new Command.StartAttempt(worker.id(), id, false, AttemptMode.PLAIN));
  }

  void ended(Turn turn, Event.AttemptEnded event) {
    Worker worker = books.workers().met(event.worker());
    if (worker == null) {
      turn.say(new Command.AskHello(event.worker()));
      return;
    }
    books.workers().heard(worker, turn.nowMs());
    AttemptId attempt = event.outcome().attempt();
    JobRun job = books.jobs().find(attempt.task().job());
    StageRun stage = books.jobs().runningStage(attempt.task());
    if (job != null && isWinner(job, attempt)) {
      acknowledge(turn, worker, attempt, false);
    } else if (job == null || stage == null || isSettled(stage, attempt)) {
      discard(turn, worker, attempt);
    } else {
      decide(turn, new Place(job, stage, worker), event.outcome());
    }
  }

  private record Place(JobRun job, StageRun stage, Worker worker) {}

  private static boolean isWinner(JobRun job, AttemptId attempt) {
    StageRun stage = job.stageOf(attempt.task());
    return stage != null
        && !job.isEnded()
        && stage.table(attempt.task().kind()).state(attempt.task().index())
            instanceof Completed done
        && done.isBy(attempt);
  }

  private static boolean isSettled(StageRun stage, AttemptId attempt) {
    TaskTable table = stage.table(attempt.task().kind());
    return table.state(attempt.task().index()) instanceof Completed
        || table.past().isSettled(attempt);
  }

  private void decide(Turn turn, Place place, Outcome outcome) {
    Attempt running = place.worker().running().get(outcome.attempt());
    if (outcome instanceof Outcome.Succeeded success && fits(success)) {
      succeeded(turn, place, success);
    } else if (running != null) {
      failed(turn, running, failure(outcome));
    } else {
      discard(turn, place.worker(), outcome.attempt());
    }
  }

  private static boolean fits(Outcome.Succeeded success) {
    boolean map = success.attempt().task().kind() == TaskKind.MAP;
    return map == success.result() instanceof TaskResult.MapOutput;
  }

  private static Failure failure(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        ? failed.failure()
        : new Failure(
            Failure.Kind.SYSTEM,
            outcome.attempt() + ": another kind of result (expected: that of its kind of task)",
            "");
  }

  private void succeeded(Turn turn, Place place, Outcome.Succeeded success) {
    TaskId task = success.attempt().task();
    complete(turn, place, task, done(turn, place, success));
    acknowledge(turn, place.worker(), success.attempt(), false);
    jobEvents.advance(turn, place.job());
  }

  private static Completed done(Turn turn, Place place, Outcome.Succeeded success) {
    AttemptId attempt = success.attempt();
    TaskTable table = place.stage().table(attempt.task().kind());
    long startedMs = startedMs(turn, table, attempt);
    long[] counters = table.counters().pack(success.result().counters());
    if (success.result() instanceof TaskResult.PreparedPart part) {
      WorkerId worker = place.worker().id();
      return new ReduceDone(attempt, worker, part, counters, startedMs, turn.wallMs());
    }
    TaskResult.MapOutput output = (TaskResult.MapOutput) success.result();
    return new MapDone(attempt, place.worker(), output, counters, startedMs, turn.wallMs());
  }

  private static long startedMs(Turn turn, TaskTable table, AttemptId attempt) {
    for (Attempt running : table.running(attempt.task().index())) {
      if (running.id().equals(attempt)) {
        return running.startedMs();
      }
    }
    for (AttemptView past : table.past().of(attempt.task().index())) {
      if (past.id().equals(attempt)) {
        return past.startedMs();
      }
    }
    return turn.wallMs();
  }

  private void complete(Turn turn, Place place, TaskId task, Completed done) {
    TaskTable table = place.stage().table(task.kind());
    MapOutputLocation location = place.worker().location(done.attempt(task));
    var vain = books.board().complete(place.job(), table, task.index(), done, turn);
    turn.say(Images.completed(table, task.index(), done, location));
    vain.forEach(one -> turn.say(new Command.StopAttempt(one.worker().id(), one.id())));
    if (task.kind() == TaskKind.MAP) {
      place.worker().holds(place.stage(), task.index());
      place.stage().forgetComplaint(task.index());
      place.stage().wakeReduces();
      announce(turn, place.stage(), location);
    }
  }

  private static void announce(Turn turn, StageRun stage, MapOutputLocation location) {
    Set<WorkerId> reducing = new LinkedHashSet<>();
    stage.reduces().running().forEach(attempt -> reducing.add(attempt.worker().id()));
    reducing.forEach(worker -> turn.announce(worker, stage.job(), stage.number(), location));
  }

  private void failed(Turn turn, Attempt attempt, Failure failure) {
    AttemptState how =
        failure.kind() == Failure.Kind.STOPPED ? AttemptState.STOPPED : AttemptState.FAILED;
    books.board().end(attempt, how, Optional.of(failure), turn);
    StageRun stage = attempt.job().stageOf(attempt.id().task());
    if (failure.kind() == Failure.Kind.MAP_OUTPUT_LOST && stage != null) {
      stage.restReduces(turn.nowMs() + books.limits().workers().silenceMs() / REST_PART);
    }
    if (failure.isCounted()) {
      turn.say(Images.idle(attempt.table(), attempt.index()));
    }
    discard(turn, attempt.worker(), attempt.id());
    if (attempt.table().state(attempt.index()).failures() >= books.limits().tasks().attemptsMax()) {
      jobEvents.fail(turn, attempt.job(), failure);
    }
  }

  private static void acknowledge(Turn turn, Worker worker, AttemptId attempt, boolean discard) {
    turn.say(new Command.AcknowledgeOutcome(worker.id(), attempt, discard));
  }

  /**
   * Has an attempt's files deleted. It is past counting from here on, since its success may be told
   * again before the worker hears of this.
   */
  void discard(Turn turn, Worker worker, AttemptId attempt) {
    StageRun stage = books.jobs().runningStage(attempt.task());
    if (stage != null) {
      stage.table(attempt.task().kind()).past().settle(attempt, worker.id(), turn.wallMs());
    }
    acknowledge(turn, worker, attempt, true);
  }

  /** An attempt is gone without a word, through no fault of its own. */
  void giveUp(Turn turn, Attempt attempt) {
    books.board().end(attempt, AttemptState.LOST, Optional.empty(), turn);
  }

  /** Whether an attempt that a worker is found to run is wanted there. */
  boolean isWanted(AttemptId attempt) {
    StageRun stage = books.jobs().runningStage(attempt.task());
    if (stage == null || !stage.needsMapOutputs()) {
      return false;
    }
    TaskTable table = stage.table(attempt.task().kind());
    return table.state(attempt.task().index()) instanceof TaskState.Idle
        && !table.past().isSettled(attempt);
  }

  void adopt(Turn turn, AttemptId attempt, Worker worker) {
    JobRun job = books.jobs().find(attempt.task().job());
    StageRun stage = books.jobs().runningStage(attempt.task());
    if (job != null && stage != null) {
      TaskTable table = stage.table(attempt.task().kind());
      books.board().begin(job, table, attempt, worker, turn).toldOf(turn.nowMs());
    }
  }

  /** A completed map's output is lost; whoever calls advances the job then. */
  void loseOutput(Turn turn, StageRun stage, int index, boolean damaged) {
    TaskTable maps = stage.maps();
    Completed lost = maps.lost(index);
    AttemptView view =
        new AttemptView(
            lost.attempt(maps.task(index)),
            lost.workerId(),
            AttemptState.LOST,
            false,
            lost.startedMs(),
            Optional.of(turn.wallMs()),
            Optional.empty());
    maps.past().add(view, damaged);
    stage.forgetComplaint(index);
    turn.say(Images.idle(maps, index));
  }

  /** A worker holds a map output that was completed elsewhere, or was held lost. */
  void found(Turn turn, JobRun job, StageRun stage, MapDone done, TaskId map, Worker worker) {
    MapDone here = done.movedTo(worker, map, stage.maps().counters());
    complete(turn, new Place(job, stage, worker), map, here);
  }
}
