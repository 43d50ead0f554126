package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.model.TaskView.State;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.sim.Transitions.OfWorker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees which transitions tasks and workers make, by comparing what readers see before and after
 * each event. That is slow, so only some runs are watched.
 */
final class TransitionSpotter {
  private static final int ONE_RUN_OF = 25;

  /**
   * @param running attempts that run
   * @param holder of the output of a completed map
   */
  private record Seen(State state, Set<AttemptId> running, @Nullable WorkerId holder) {}

  private final Simulation sim;
  private @Nullable SimMaster watched;
  private Map<TaskId, Seen> tasks = new HashMap<>();
  private Map<WorkerId, OfWorker> workers = new HashMap<>();

  TransitionSpotter(Simulation sim) {
    this.sim = sim;
  }

  void spot(SimMaster master, Event event, List<Command> commands) {
    if (sim.plan().seed() % ONE_RUN_OF != 0) {
      return;
    }
    boolean same = master == watched;
    if (!same && master.isZombie()) {
      return;
    }
    watched = master;
    Map<TaskId, Seen> tasksNow = tasksOf(master);
    if (same) {
      tasksNow.forEach((task, now) -> moved(task, tasks.get(task), now));
    } else {
      workers = expected(master);
    }
    tasks = tasksNow;
    workersOf(master, event, commands);
  }

  private static Map<TaskId, Seen> tasksOf(SimMaster master) {
    Map<TaskId, Seen> seen = new HashMap<>();
    for (JobId job : master.scheduler().activeJobs()) {
      for (TaskView task : master.scheduler().tasks(job)) {
        Set<AttemptId> running = new HashSet<>();
        WorkerId holder = null;
        for (AttemptView attempt : task.attempts()) {
          if (attempt.state() == AttemptState.RUNNING) {
            running.add(attempt.id());
          } else if (attempt.state() == AttemptState.SUCCEEDED) {
            holder = attempt.worker();
          }
        }
        seen.put(task.id(), new Seen(task.state(), running, holder));
      }
    }
    return seen;
  }

  private void moved(TaskId task, @Nullable Seen before, Seen now) {
    State from = before == null ? State.IDLE : before.state();
    boolean same = before != null && before.equals(now);
    if (same || (from == State.IDLE && now.state() == State.IDLE)) {
      return;
    }
    boolean grew = before == null || now.running().containsAll(before.running());
    boolean anew = from == State.IN_PROGRESS && now.state() == State.IN_PROGRESS && !grew;
    if (anew || !Transitions.isLegal(task.kind(), from, now.state())) {
      see(task, from, State.IDLE);
      see(task, State.IDLE, now.state());
    } else {
      see(task, from, now.state());
    }
  }

  private void see(TaskId task, State from, State to) {
    sim.see(Transitions.ofTask(task.kind(), from, to));
  }

  /** The workers that a master's saves name. */
  private static Map<WorkerId, OfWorker> expected(SimMaster master) {
    Map<WorkerId, OfWorker> expected = new HashMap<>();
    for (JobView job : master.scheduler().jobs()) {
      for (int stage = 0; !job.state().isTerminal() && stage < job.stages(); stage++) {
        master
            .scheduler()
            .mapOutputs(job.id(), stage, 0, Integer.MAX_VALUE)
            .forEach(output -> expected.put(output.worker(), OfWorker.EXPECTED));
      }
    }
    return expected;
  }

  private void workersOf(SimMaster master, Event event, List<Command> commands) {
    Map<WorkerId, OfWorker> now = new HashMap<>();
    for (WorkerView view : master.scheduler().workers(master.now())) {
      boolean silent = view.state() == WorkerView.State.SILENT;
      now.put(view.info().id(), silent ? OfWorker.PROBED : OfWorker.HEARD);
    }
    Set<WorkerId> outputsLost = outputsLost(commands);
    Map<WorkerId, OfWorker> before = workers;
    workers = now;
    now.forEach((id, state) -> moved(before.getOrDefault(id, OfWorker.UNKNOWN), state));
    before.forEach(
        (id, state) -> {
          boolean awaited = state == OfWorker.EXPECTED && !now.containsKey(id);
          boolean told = event instanceof Event.WorkerLost lost && lost.worker().equals(id);
          if (awaited && !told && !outputsLost.contains(id)) {
            workers.put(id, OfWorker.EXPECTED);
          } else if (!now.containsKey(id)) {
            moved(state, OfWorker.GONE);
          }
        });
  }

  private static Set<WorkerId> outputsLost(List<Command> commands) {
    Set<WorkerId> lost = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Save.SaveIdle idle) {
        idle.lost().ifPresent(completed -> lost.add(completed.location().worker()));
      }
    }
    return lost;
  }

  private void moved(OfWorker from, OfWorker to) {
    if (from != to) {
      sim.see(Transitions.ofWorker(from, to));
    }
  }
}
