package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
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
import java.util.List;
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
 *       attempt that failed or was discarded, or whose output was given up, is past counting.
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
  private final BadRecordEvents badRecords;
  private final Exclusions exclusions;
  private final DiskFailures diskFailures;

  TaskEvents(Books books, JobEvents jobEvents, Dispatch dispatch, Exclusions exclusions) {
    this.books = books;
    this.jobEvents = jobEvents;
    this.badRecords = new BadRecordEvents(books, dispatch);
    this.exclusions = exclusions;
    this.diskFailures = new DiskFailures(books);
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

  /** Whether what an attempt says changes nothing any more. */
  static boolean isSettled(StageRun stage, AttemptId attempt) {
    TaskTable table = stage.table(attempt.task().kind());
    return table.state(attempt.task().index()) instanceof Completed
        || table.past().isSettled(attempt);
  }

  private void decide(Turn turn, Place place, Outcome outcome) {
    AttemptId attempt = outcome.attempt();
    Attempt running = place.worker().running().get(attempt);
    SkipBook skips = place.stage().table(attempt.task().kind()).skips();
    if (outcome instanceof Outcome.Succeeded success && fits(success)) {
      if (skips.wants(attempt.task().index(), success.mode())) {
        succeeded(turn, place, success);
      } else {
        leaveAside(turn, place.worker(), attempt);
      }
    } else if (outcome instanceof Outcome.Collected collected
        && attempt.task().kind() == TaskKind.MAP) {
      collected(turn, place, collected);
    } else if (running != null) {
      failed(turn, running, failure(outcome));
    } else {
      discard(turn, place.worker(), attempt);
    }
  }

  /** An attempt ended, and what it left isn't what its task wants any more. */
  private void leaveAside(Turn turn, Worker worker, AttemptId attempt) {
    Attempt running = worker.running().get(attempt);
    if (running != null) {
      books.board().end(running, AttemptState.STOPPED, Optional.empty(), false, turn);
    }
    discard(turn, worker, attempt);
  }

  private void collected(Turn turn, Place place, Outcome.Collected outcome) {
    Attempt running = place.worker().running().get(outcome.attempt());
    Optional<Failure> failure = badRecords.collected(turn, place.stage(), outcome);
    if (failure.isPresent() && running != null) {
      failed(turn, running, failure.get());
    } else {
      leaveAside(turn, place.worker(), outcome.attempt());
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
    byte[] counters = table.counters().pack(success.result().counters());
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
    AttemptId winner = done.attempt(task);
    Attempt running = place.worker().running().get(winner);
    if (running != null) {
      table.durations().add(turn.nowMs() - running.workSinceMs());
      table.runs().add(turn.nowMs() - running.slotSinceMs());
      table.pace().add(turn.nowMs() - running.slotSinceMs());
    }
    var vain = books.board().complete(place.job(), table, task.index(), done, turn);
    turn.say(Images.completed(table, task.index(), done, place.worker().location(winner)));
    vain.forEach(one -> turn.say(new Command.StopAttempt(one.worker().id(), one.id())));
    exclusions.succeeded(turn, task, table.past().of(task.index()), place.worker());
    if (task.kind() == TaskKind.MAP) {
      place.worker().holds(place.stage(), task.index());
      place.stage().forgetComplaint(task.index());
      place.stage().wakeReduces();
      place.stage().addNews(task.index());
      if (table.isAllCompleted()) {
        place.stage().mapsCompleted(turn.nowMs());
        books.board().mapsChanged(place.stage());
        tellNews(turn, place.stage());
      }
    }
  }

  /** Tells the reduces that run where the outputs lie that have come to be since last time. */
  void tellNews(Turn turn, StageRun stage) {
    List<Integer> maps = stage.takeNews();
    Set<WorkerId> reducing = new LinkedHashSet<>();
    if (!maps.isEmpty()) {
      stage.reduces().running().forEach(attempt -> reducing.add(attempt.worker().id()));
    }
    if (!reducing.isEmpty()) {
      // One copy for all of them: each command would make its own of a list that can change.
      List<MapOutputLocation> locations = List.copyOf(Views.mapOutputs(stage, maps));
      reducing.forEach(
          worker ->
              turn.say(
                  new Command.AnnounceMapOutputs(worker, stage.job(), stage.number(), locations)));
    }
  }

  private void failed(Turn turn, Attempt attempt, Failure failure) {
    boolean isSkipped = BadRecordEvents.isSkipped(attempt, failure);
    boolean isOfDisk = DiskFailures.is(failure);
    boolean counted =
        failure.isCounted() && !isSkipped && (!isOfDisk || diskFailures.failed(attempt));
    AttemptState how =
        failure.kind() == Failure.Kind.STOPPED ? AttemptState.STOPPED : AttemptState.FAILED;
    books.board().end(attempt, how, Optional.of(failure), counted, turn);
    if (failure.kind() == Failure.Kind.MAP_OUTPUT_LOST) {
      attempt.stage().restReduces(turn.nowMs() + books.limits().workers().silenceMs() / REST_PART);
    }
    if (isSkipped) {
      badRecords.failedAtRecord(turn, attempt);
    }
    if (counted) {
      turn.say(Images.idle(attempt.table(), attempt.index()));
    }
    if (counted || isOfDisk) {
      exclusions.failed(turn, attempt, failure);
    }
    discard(turn, attempt.worker(), attempt.id());
    if (attempt.table().state(attempt.index()).failures() >= books.limits().tasks().attemptsMax()) {
      jobEvents.fail(turn, attempt.job(), failure);
    }
  }

  /** An attempt makes no progress. */
  void stuck(Turn turn, Attempt attempt) {
    String message =
        "no progress for "
            + books.limits().tasks().timeoutMs()
            + " ms on "
            + attempt.worker().id().node()
            + " (expected: some, or a longer task.timeout)";
    turn.say(new Command.StopAttempt(attempt.worker().id(), attempt.id()));
    failed(turn, attempt, new Failure(Failure.Kind.NO_PROGRESS, message, ""));
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

  /**
   * A completed map's output is lost; whoever calls advances the job then.
   *
   * @param givenUp whether it is lost for good, since it can't be read, and not with its worker
   */
  void loseOutput(Turn turn, StageRun stage, int index, boolean givenUp) {
    TaskTable maps = stage.maps();
    boolean wereCompleted = maps.isAllCompleted();
    maps.lost(index, turn.wallMs(), givenUp);
    if (wereCompleted) {
      books.board().mapsChanged(stage);
    }
    stage.forgetComplaint(index);
    turn.say(Images.idle(maps, index));
  }

  /** A worker holds a map output that was completed elsewhere, or was held lost. */
  void found(Turn turn, JobRun job, StageRun stage, MapDone done, TaskId map, Worker worker) {
    MapDone here = done.movedTo(worker, map, stage.maps().counters());
    complete(turn, new Place(job, stage, worker), map, here);
  }
}
