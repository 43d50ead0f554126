package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Save;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what workers do. Once all is calm, nobody works in vain for long; where nothing ever
 * went wrong, no worker has more maps or fetching reduces than slots for long, but for short maps,
 * and these don't wait for long while another worker has nothing to do; and no job holds more slots
 * than it may.
 */
final class WorkChecks {
  private static final long CALM_FIRST_MS = 15_000;
  private static final long VAIN_MS = 4_000;
  private static final long SOON_MS = 60;

  /** Twice as long as a short map may wait behind others, and a moment. */
  private static final long AHEAD_MS = 2_200;

  private final Simulation sim;
  private final DurableChecks durable;
  private final Map<TaskId, Long> completedMs = new HashMap<>();
  private final Map<JobId, Long> endedMs = new HashMap<>();
  private final Map<WorkerId, Long> terms = new HashMap<>();

  WorkChecks(Simulation sim, DurableChecks durable) {
    this.sim = sim;
    this.durable = durable;
  }

  void saved(Save save) {
    if (save instanceof Save.SaveCompleted completed) {
      completedMs.put(completed.task(), sim.nowMs());
    } else if (save instanceof Save.SaveIdle idle) {
      completedMs.remove(idle.task());
    } else if (save instanceof Save.SaveJob job && job.state().isTerminal()) {
      endedMs.put(job.job(), sim.nowMs());
    }
  }

  /** A worker took an order in. */
  void ordered(SimTask task) {
    JobId job = task.id().task().job();
    if (sim.isPeaceful() && endedMs.getOrDefault(job, sim.nowMs()) < sim.nowMs() - VAIN_MS) {
      throw new Violation(task.id() + ": ordered long after its job has ended");
    }
    boolean isAhead = task.isBrisk() && waits(task);
    if (isAhead) {
      sim.mark(Mark.MAP_ORDERED_AHEAD);
    }
    if (sim.isPeaceful()) {
      Set<AttemptId> now = ids(task.worker());
      sim.agenda().in(SOON_MS, () -> hasRoom(task.worker(), now));
      if (isAhead) {
        sim.agenda().in(AHEAD_MS, () -> waitsNotInVain(task));
      }
    }
  }

  /** The terms that a life of a worker obeys never fall. */
  void obeys(SimWorker worker, ToWorker message) {
    long highest = terms.merge(worker.id(), message.term(), Math::max);
    if (message.term() < highest) {
      throw new Violation(
          worker.id() + ": obeys " + message + " (expected: of term " + highest + " or higher)");
    }
  }

  void look() {
    boolean isLongCalm = sim.isCalm() && sim.nowMs() - sim.plan().faultsMs() > CALM_FIRST_MS;
    if ((isLongCalm || sim.isPeaceful()) && isLed()) {
      sim.workers().forEach(worker -> worker.tasks().forEach(this::isWanted));
    }
    if (sim.isPeaceful()) {
      jobsKeepTheirLimits();
    }
  }

  /** Whether a master acts for long enough to know what runs. */
  private boolean isLed() {
    return sim.current()
        .filter(master -> !master.isZombie() && master.ageMs() > CALM_FIRST_MS)
        .isPresent();
  }

  private void isWanted(SimTask task) {
    AttemptId winner = durable.winner(task.id().task());
    long lately = sim.nowMs() - VAIN_MS;
    boolean lost =
        winner != null
            && !winner.equals(task.id())
            && completedMs.getOrDefault(task.id().task(), lately) < lately;
    boolean late = endedMs.getOrDefault(task.id().task().job(), lately) < lately;
    if (lost || late) {
      throw new Violation(task.id() + ": runs on in vain at " + task.worker().id());
    }
  }

  private static Set<AttemptId> ids(SimWorker worker) {
    return new HashSet<>(worker.running());
  }

  private static boolean waits(SimTask task) {
    return task instanceof MapTask
        && task.worker().runs(task)
        && task.phase() == Phase.WAITING
        && task.worker().tasks().stream().filter(MapTask.class::isInstance).count()
            > task.worker().plan().slots();
  }

  private void waitsNotInVain(SimTask task) {
    SimWorker idle = idleElsewhere(task);
    if (waits(task) && idle != null) {
      sim.agenda().in(SOON_MS, () -> mustNotWait(task));
    }
  }

  private void mustNotWait(SimTask task) {
    SimWorker idle = idleElsewhere(task);
    if (waits(task) && idle != null) {
      throw new Violation(
          task.id() + ": waits at " + task.worker().id() + " while " + idle.id() + " is idle");
    }
  }

  private @Nullable SimWorker idleElsewhere(SimTask task) {
    int feature = task.worker().plan().javaFeature();
    for (SimWorker worker : sim.workers()) {
      boolean isIdle = worker.isUp() && worker.tasks().isEmpty();
      if (isIdle && worker.plan().javaFeature() == feature && isActive(worker)) {
        return worker;
      }
    }
    return null;
  }

  /** Whether the master would give it tasks, and has none on their way to it. */
  private boolean isActive(SimWorker worker) {
    return sim.current().stream()
        .flatMap(master -> master.scheduler().workers(master.now()).stream())
        .anyMatch(
            view ->
                view.info().id().equals(worker.id())
                    && view.state() == WorkerView.State.ACTIVE
                    && view.running() == 0);
  }

  /**
   * @param before what it ran a while ago: what isn't there any more was about to be stopped
   */
  private static void hasRoom(SimWorker worker, Set<AttemptId> before) {
    int maps = 0;
    int fetching = 0;
    for (SimTask task : worker.tasks()) {
      if (before.contains(task.id())) {
        maps += task instanceof MapTask && !task.isBrisk() ? 1 : 0;
        fetching += task.phase() == Phase.FETCHING ? 1 : 0;
      }
    }
    if (maps > worker.plan().slots() || fetching > worker.plan().slots()) {
      throw new Violation(
          worker.id()
              + ": maps: "
              + maps
              + ", fetching reduces: "
              + fetching
              + " (expected: at most "
              + worker.plan().slots()
              + " of each)");
    }
  }

  private void jobsKeepTheirLimits() {
    Map<JobId, Integer> running = new HashMap<>();
    for (SimWorker worker : sim.workers()) {
      for (SimTask task : worker.tasks()) {
        int most = task.job().spec().runningMax();
        if (most > 0 && task.phase() == Phase.RUNNING) {
          int now = running.merge(task.job().id(), 1, Integer::sum);
          if (now > most) {
            throw new Violation(
                task.job().id() + ": " + now + " slots (expected: at most " + most + ")");
          }
        }
      }
    }
  }
}
