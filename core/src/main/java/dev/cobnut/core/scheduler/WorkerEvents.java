package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.MapDone;
import dev.cobnut.core.scheduler.WorkerState.Expected;
import dev.cobnut.core.scheduler.WorkerState.Heard;
import dev.cobnut.core.scheduler.WorkerState.Probed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What happens to workers.
 *
 * <p>What a worker is believed to run is set right by what it says that it runs. An attempt that
 * isn't wanted is stopped. One that the worker has told of but doesn't any more, nor of its end, is
 * given up after {@link Limits.WorkerLimits#silenceMs()}; one that it has never told of is ordered
 * again then, since the order was lost, and given up after a few times. A worker starts an
 * attempt's id once in its life, so that orders may come twice.
 */
final class WorkerEvents {
  private static final int ORDERS_MAX = 3;

  private final Books books;
  private final Workers workers;
  private final TaskEvents taskEvents;
  private final JobEvents jobEvents;
  private final Dispatch dispatch;

  /** Before this time nobody can have been silent for too long. */
  private long watchMs = Long.MIN_VALUE;

  WorkerEvents(Books books, TaskEvents taskEvents, JobEvents jobEvents, Dispatch dispatch) {
    this.books = books;
    this.dispatch = dispatch;
    this.workers = books.workers();
    this.taskEvents = taskEvents;
    this.jobEvents = jobEvents;
  }

  void joined(Turn turn, Event.WorkerJoined event) {
    WorkerId id = event.info().id();
    List<Worker> others = new ArrayList<>(workers.onNode(id.node()));
    others.removeIf(life -> life.id().equals(id));
    if (others.stream().anyMatch(life -> isLater(life, event))) {
      return;
    }
    others.forEach(life -> giveUpRunning(turn, life));
    Worker worker = workers.join(event.info(), turn.nowMs());
    drains(turn, worker, event.draining());
    Set<JobId> touched = new LinkedHashSet<>();
    event.held().forEach(held -> holds(turn, worker, held, touched));
    Set<AttemptId> held = new LinkedHashSet<>(event.held());
    loseOutputs(turn, worker, held, touched);
    others.forEach(life -> remove(turn, life, touched));
    touched.forEach(job -> advance(turn, job));
    compare(turn, worker, event.running());
  }

  /** Whether this hello is an old one, of a life before one that this master has met. */
  private static boolean isLater(Worker life, Event.WorkerJoined event) {
    return life.joined()
        .filter(joined -> joined.info().startedAtMs() > event.info().startedAtMs())
        .isPresent();
  }

  /** Sets right what is believed of a map output that a worker holds. */
  private void holds(Turn turn, Worker worker, AttemptId held, Set<JobId> touched) {
    JobRun job = books.jobs().find(held.task().job());
    if (job == null || job.isEnded()) {
      taskEvents.discard(turn, worker, held);
      return;
    }
    StageRun stage = job.stageOf(held.task());
    if (stage == null || held.task().kind() != TaskKind.MAP || !stage.needsMapOutputs()) {
      return;
    }
    TaskState state = stage.maps().state(held.task().index());
    Completed known = state instanceof Completed done ? done : state.lost();
    boolean matches = known != null && known.isBy(held);
    if (matches && known instanceof MapDone done) {
      if (isElsewhereOrLost(state, done, worker) && !stage.maps().past().isSettled(held)) {
        taskEvents.found(turn, job, stage, done, held.task(), worker);
        touched.add(job.id());
      }
    } else if (state instanceof Completed) {
      taskEvents.discard(turn, worker, held);
    }
  }

  private static boolean isElsewhereOrLost(TaskState state, MapDone done, Worker worker) {
    return state != done || done.worker() != worker;
  }

  void heard(Turn turn, Event.WorkerHeard event) {
    Worker worker = workers.met(event.worker());
    if (worker == null) {
      turn.say(new Command.AskHello(event.worker()));
      return;
    }
    workers.heard(worker, turn.nowMs());
    drains(turn, worker, event.draining());
    compare(turn, worker, event.running());
  }

  /** A worker said whether it takes no tasks; it is told again where it was told otherwise. */
  private void drains(Turn turn, Worker worker, boolean says) {
    worker.says(says);
    workers.rank(worker);
    worker
        .told()
        .filter(told -> told != says)
        .ifPresent(told -> turn.say(new Command.TellDraining(worker.id(), told)));
  }

  private void compare(Turn turn, Worker worker, List<RunningAttempt> told) {
    for (RunningAttempt running : told) {
      AttemptId id = running.attempt();
      Attempt known = worker.running().get(id);
      if (known != null) {
        known.toldOf(running, turn.nowMs());
        books.board().isIn(known, running.phase());
      } else if (dispatch.isWanted(running, worker)) {
        dispatch.adopt(turn, running, worker);
      } else {
        turn.say(new Command.StopAttempt(worker.id(), id));
      }
    }
    List<Attempt> overdue = new ArrayList<>();
    for (Attempt attempt : worker.running().values()) {
      if (turn.nowMs() - attempt.signMs() > books.limits().workers().silenceMs()) {
        overdue.add(attempt);
      }
    }
    overdue.forEach(attempt -> missed(turn, attempt));
  }

  private void missed(Turn turn, Attempt attempt) {
    WorkerId worker = attempt.worker().id();
    if (attempt.seen() || attempt.orders() == ORDERS_MAX) {
      turn.say(new Command.StopAttempt(worker, attempt.id()));
      dispatch.giveUp(turn, attempt);
    } else {
      attempt.orderedAgain(turn.nowMs());
      turn.say(new Command.StartAttempt(worker, attempt.id(), attempt.isBackup(), attempt.mode()));
    }
  }

  void lost(Turn turn, WorkerId id) {
    Worker worker = workers.find(id);
    if (worker != null) {
      lose(turn, worker);
    }
  }

  private void lose(Turn turn, Worker worker) {
    Set<JobId> touched = new LinkedHashSet<>();
    giveUpRunning(turn, worker);
    remove(turn, worker, touched);
    touched.forEach(job -> advance(turn, job));
  }

  private void giveUpRunning(Turn turn, Worker worker) {
    List.copyOf(worker.running().values()).forEach(attempt -> dispatch.giveUp(turn, attempt));
  }

  private void remove(Turn turn, Worker worker, Set<JobId> touched) {
    loseOutputs(turn, worker, Set.of(), touched);
    workers.remove(worker);
  }

  private void loseOutputs(Turn turn, Worker worker, Set<AttemptId> held, Set<JobId> touched) {
    for (StageRun stage : worker.stages()) {
      if (!stage.needsMapOutputs()) {
        worker.forget(stage);
        continue;
      }
      for (int index : worker.outputs(stage)) {
        TaskState state = stage.maps().state(index);
        if (state instanceof Completed done
            && !held.contains(done.attempt(stage.maps().task(index)))) {
          taskEvents.loseOutput(turn, stage, index, false);
          touched.add(stage.job());
        }
      }
    }
  }

  private void advance(Turn turn, JobId id) {
    JobRun job = books.jobs().find(id);
    if (job != null) {
      jobEvents.advance(turn, job);
    }
  }

  void drained(Turn turn, Event.WorkerDrained event) {
    Worker worker = workers.met(event.worker());
    if (worker != null) {
      worker.tell(event.draining());
      workers.rank(worker);
      turn.say(new Command.TellDraining(worker.id(), event.draining()));
    }
  }

  /** Asks those that are silent for a hello, and gives up those that don't answer. */
  void watch(Turn turn) {
    if (turn.nowMs() < watchMs) {
      return;
    }
    long nextMs = turn.nowMs() + books.limits().workers().silenceMs();
    List<Worker> silent = new ArrayList<>();
    for (Worker worker : workers.all()) {
      long endMs = patienceEndMs(worker);
      if (endMs >= turn.nowMs()) {
        nextMs = Math.min(nextMs, endMs);
      } else if (worker.state() instanceof Heard) {
        workers.probe(worker, turn.nowMs());
        turn.say(new Command.AskHello(worker.id()));
      } else {
        silent.add(worker);
      }
    }
    silent.forEach(worker -> lose(turn, worker));
    watchMs = nextMs;
  }

  /** Until when a worker may be silent as it is. */
  private long patienceEndMs(Worker worker) {
    Limits.WorkerLimits limits = books.limits().workers();
    WorkerState state = worker.state();
    if (state instanceof Heard heard) {
      return heard.heardMs() + limits.silenceMs();
    }
    if (state instanceof Probed probed) {
      return probed.sinceMs() + limits.silenceMs();
    }
    return state instanceof Expected expected ? expected.untilMs() : Long.MAX_VALUE;
  }
}
