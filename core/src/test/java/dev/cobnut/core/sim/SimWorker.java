package dev.cobnut.core.sim;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The worker of a node: each life begins with an incarnation of its own, and finds on the disk what
 * the one before left there. It keeps what it has told until it is acknowledged, and starts an
 * attempt once.
 */
final class SimWorker {
  private final Simulation sim;
  private final String node;
  private final int slots;
  private final int javaFeature;

  /** On disk: whether it is healthy, by attempt. */
  private final Map<AttemptId, Boolean> held = new TreeMap<>();

  private final Map<AttemptId, SimTask> running = new LinkedHashMap<>();
  private final Map<AttemptId, Outcome> outcomes = new LinkedHashMap<>();
  private final Set<AttemptId> started = new LinkedHashSet<>();
  private int life;
  private boolean up;
  private long startedAtMs;
  private long pausedUntilMs;
  private long term;
  private int failNext;
  private boolean draining;

  SimWorker(Simulation sim, String node, int slots, int javaFeature) {
    this.sim = sim;
    this.node = node;
    this.slots = slots;
    this.javaFeature = javaFeature;
  }

  WorkerId id() {
    return new WorkerId(node, "i" + life);
  }

  boolean isUp() {
    return up;
  }

  Simulation sim() {
    return sim;
  }

  void start() {
    if (!up) {
      up = true;
      life++;
      startedAtMs = 1_000_000 + sim.nowMs();
      term = 0;
      draining = false;
      sim.trace(() -> "worker " + id() + " starts, holds " + held.keySet());
      beat();
    }
  }

  /** Ends the process; what is on its disk stays. */
  void kill() {
    if (up) {
      sim.trace(() -> "worker " + id() + " is killed");
      up = false;
      running.clear();
      outcomes.clear();
      started.clear();
      pausedUntilMs = 0;
    }
  }

  void loseDisk() {
    held.clear();
  }

  void pause(long ms) {
    pausedUntilMs = Math.max(pausedUntilMs, sim.nowMs() + ms);
  }

  void wake() {
    pausedUntilMs = 0;
  }

  /** The next attempts to end here fail. */
  void failNext(int attempts) {
    failNext = attempts;
  }

  /** Does something later, if this life lasts and when it isn't paused. */
  void later(long delayMs, Runnable action) {
    int thisLife = life;
    sim.agenda().in(delayMs, () -> unlessPaused(thisLife, action));
  }

  private void unlessPaused(int whichLife, Runnable action) {
    if (!up || life != whichLife) {
      return;
    }
    if (sim.nowMs() < pausedUntilMs) {
      sim.agenda().at(pausedUntilMs, () -> unlessPaused(whichLife, action));
    } else {
      action.run();
    }
  }

  private void beat() {
    if (term > 0) {
      toMaster(
          new ToMaster.Heartbeat(
              term, id(), draining, runningNow(), new ArrayList<>(outcomes.values())));
    }
    later(1_000, this::beat);
  }

  private void hello() {
    WorkerInfo info =
        new WorkerInfo(id(), node, 7000 + life, slots, javaFeature, List.of(), startedAtMs);
    toMaster(
        new ToMaster.Hello(
            term,
            info,
            draining,
            runningNow(),
            new ArrayList<>(outcomes.values()),
            new ArrayList<>(held.keySet())));
  }

  private List<RunningAttempt> runningNow() {
    return running.values().stream().map(SimTask::told).toList();
  }

  void toMaster(ToMaster message) {
    sim.bus().toMaster(node, term, message);
  }

  long term() {
    return term;
  }

  void receive(ToWorker message) {
    later(0, () -> handle(message));
  }

  private void handle(ToWorker message) {
    if (message.term() < term) {
      sim.bus()
          .toMaster(node, message.term(), new ToMaster.TermRefused(term, id(), message.term()));
      return;
    }
    boolean newMaster = message.term() > term;
    term = message.term();
    if (newMaster || message instanceof ToWorker.SayHello) {
      hello();
    }
    if (message instanceof ToWorker.StartMap start) {
      start(start.attempt(), new SimTask.MapTask(this, start.attempt(), start.job()));
    } else if (message instanceof ToWorker.StartReduce start) {
      start(
          start.attempt(),
          new SimTask.ReduceTask(this, start.attempt(), start.job(), start.maps()));
    } else if (message instanceof ToWorker.StopAttempt stop) {
      forgetRunning(stop.attempt());
    } else if (message instanceof ToWorker.Acknowledge acknowledge) {
      acknowledge.kept().forEach(outcomes::remove);
      acknowledge.discarded().forEach(this::discard);
    } else if (message instanceof ToWorker.MapOutputsAre news) {
      new ArrayList<>(running.values()).forEach(task -> task.hears(news));
    } else if (message instanceof ToWorker.CheckMapOutput check) {
      boolean healthy = held.getOrDefault(check.attempt(), false);
      toMaster(new ToMaster.MapOutputChecked(term, id(), check.attempt(), healthy));
    } else if (message instanceof ToWorker.Drain drain) {
      draining = drain.draining();
    } else if (message instanceof ToWorker.DropJob drop) {
      drop(drop.job());
    }
  }

  private void start(AttemptId attempt, SimTask task) {
    if (started.add(attempt) && !held.containsKey(attempt)) {
      running.put(attempt, task);
      task.start();
    }
  }

  /** Gives free slots to what waits for one, in order. */
  void schedule() {
    long held = running.values().stream().filter(task -> task.phase() == Phase.RUNNING).count();
    running.values().stream()
        .filter(task -> task.phase() == Phase.WAITING)
        .limit(Math.max(0, slots - held))
        .toList()
        .forEach(SimTask::begin);
  }

  private void discard(AttemptId attempt) {
    sim.observer().discarded(this, attempt);
    outcomes.remove(attempt);
    held.remove(attempt);
    sim.storage().delete(attempt);
  }

  private void drop(JobId job) {
    running.keySet().removeIf(id -> id.task().job().equals(job));
    outcomes.keySet().removeIf(id -> id.task().job().equals(job));
    held.keySet().removeIf(id -> id.task().job().equals(job));
    schedule();
  }

  boolean runs(SimTask task) {
    return running.get(task.id()) == task;
  }

  /** Ends an attempt, with its result if nothing makes it fail. */
  void end(SimTask task, JobOrder job, TaskResult result) {
    if (sim.definition(job.spec()).isPoisoned(task.id().task())) {
      sim.mark(Mark.POISONED_TASK_FAILED);
      fail(task, Failure.Kind.USER_CODE);
    } else if (failNext > 0) {
      failNext--;
      boolean counted = sim.random(0, 3) > 0;
      sim.mark(counted ? Mark.ATTEMPT_FAILED : Mark.ATTEMPT_STOPPED_ITSELF);
      fail(task, counted ? Failure.Kind.SYSTEM : Failure.Kind.STOPPED);
    } else if (result instanceof TaskResult.MapOutput) {
      held.put(task.id(), true);
      tell(task, new Outcome.Succeeded(task.id(), AttemptMode.PLAIN, result));
    } else if (sim.storage().write(job.id(), task.id().name(), task.part())) {
      tell(task, new Outcome.Succeeded(task.id(), AttemptMode.PLAIN, result));
    } else {
      fail(task, Failure.Kind.SYSTEM);
    }
  }

  void fail(SimTask task, Failure.Kind kind) {
    Failure failure = new Failure(kind, "it failed", "");
    sim.observer().failed(task.id(), failure);
    tell(task, new Outcome.Failed(task.id(), failure));
  }

  private void tell(SimTask task, Outcome outcome) {
    running.remove(task.id());
    outcomes.put(task.id(), outcome);
    schedule();
    toMaster(new ToMaster.Heartbeat(term, id(), draining, runningNow(), List.of(outcome)));
  }

  /** Whether that output can be fetched from here. */
  boolean serves(WorkerId from, AttemptId map) {
    return up && sim.nowMs() >= pausedUntilMs && id().equals(from) && held.getOrDefault(map, false);
  }

  /** Attempts that run here. */
  List<AttemptId> running() {
    return new ArrayList<>(running.keySet());
  }

  /** Map outputs that lie here. */
  List<AttemptId> held() {
    return new ArrayList<>(held.keySet());
  }

  void forgetRunning(AttemptId attempt) {
    running.remove(attempt);
    schedule();
  }

  void deleteOutput(AttemptId map) {
    held.remove(map);
  }

  void damageOutput(AttemptId map) {
    held.replace(map, false);
  }
}
