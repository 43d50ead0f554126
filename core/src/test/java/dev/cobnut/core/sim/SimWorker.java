package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The worker of a node: each life begins with an incarnation of its own, and finds on the disk what
 * the one before left there. It keeps what it has told until it is acknowledged, and starts an
 * attempt once.
 */
final class SimWorker {
  private final Simulation sim;
  private final WorkerPlan plan;
  private final Draw draw;
  private final Draw link;
  private final WorkerTroubles troubles = new WorkerTroubles();

  /** On disk: whether it is healthy, by attempt. */
  private final Map<AttemptId, Boolean> held = new TreeMap<>();

  private final Map<AttemptId, SimTask> running = new LinkedHashMap<>();
  private final Map<AttemptId, Outcome> outcomes = new LinkedHashMap<>();
  private final Set<AttemptId> started = new LinkedHashSet<>();
  private int life;
  private boolean up;
  private long startedAtMs;
  private final Pauses pauses;
  private long term;
  private boolean draining;
  private ToMaster.@Nullable Hello lastHello;
  private ToMaster.@Nullable Hello oldHello;

  SimWorker(Simulation sim, WorkerPlan plan) {
    this.sim = sim;
    this.plan = plan;
    this.pauses = new Pauses(sim.agenda());
    this.draw = sim.draw("work of " + plan.node());
    this.link = sim.draw("link of " + plan.node());
  }

  String node() {
    return plan.node();
  }

  WorkerId id() {
    return new WorkerId(plan.node(), "i" + life);
  }

  WorkerPlan plan() {
    return plan;
  }

  Simulation sim() {
    return sim;
  }

  Draw draw() {
    return draw;
  }

  Draw link() {
    return link;
  }

  WorkerTroubles troubles() {
    return troubles;
  }

  boolean isUp() {
    return up;
  }

  boolean start() {
    if (up) {
      return false;
    }
    up = true;
    life++;
    startedAtMs = 1_000_000 + sim.nowMs();
    term = 0;
    draining = false;
    oldHello = lastHello;
    sim.trace(() -> "worker " + id() + " starts, holds " + held.keySet());
    beat();
    return true;
  }

  /** Ends the process; what is on its disk stays. */
  boolean kill() {
    if (!up) {
      return false;
    }
    sim.trace(() -> "worker " + id() + " is killed");
    up = false;
    running.clear();
    outcomes.clear();
    started.clear();
    pauses.end();
    return true;
  }

  boolean loseDisk() {
    boolean any = !held.isEmpty();
    held.clear();
    return any;
  }

  boolean pause(long ms) {
    pauses.begin(ms);
    return up;
  }

  /** Nothing troubles it any more, and it runs. */
  void heal() {
    pauses.end();
    troubles.end();
    start();
    new Operator(sim).undrain(this);
  }

  /** A hello of the life before arrives now, as if the bus had kept it. */
  boolean sayOldHello() {
    ToMaster.Hello old = oldHello;
    if (old == null) {
      return false;
    }
    sim.current().ifPresent(master -> master.receive(ofTerm(old, master.term())));
    return sim.current().isPresent();
  }

  private static ToMaster.Hello ofTerm(ToMaster.Hello hello, long term) {
    return new ToMaster.Hello(
        term, hello.info(), hello.draining(), hello.running(), hello.outcomes(), hello.held());
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
    if (pauses.isPaused()) {
      pauses.keep(() -> unlessPaused(whichLife, action));
    } else {
      action.run();
    }
  }

  private void beat() {
    if (term > 0) {
      heartbeat(outcomes.values());
    }
    later(1_000, this::beat);
  }

  private void heartbeat(Collection<Outcome> ended) {
    toMaster(new ToMaster.Heartbeat(term, id(), draining, runningNow(), new ArrayList<>(ended)));
  }

  private void hello() {
    WorkerInfo info =
        new WorkerInfo(
            id(),
            plan.node(),
            7000 + life,
            plan.slots(),
            plan.javaFeature(),
            plan.near(),
            startedAtMs);
    ToMaster.Hello hello =
        new ToMaster.Hello(
            term,
            info,
            draining,
            runningNow(),
            new ArrayList<>(outcomes.values()),
            new ArrayList<>(held.keySet()));
    lastHello = hello;
    toMaster(hello);
  }

  private List<RunningAttempt> runningNow() {
    return running.values().stream().map(SimTask::told).toList();
  }

  void toMaster(ToMaster message) {
    sim.bus().toMaster(this, term, message);
  }

  long term() {
    return term;
  }

  void receive(ToWorker message) {
    if (pauses.isPaused()) {
      later(0, () -> handle(message));
    } else if (up) {
      handle(message);
    }
  }

  private void handle(ToWorker message) {
    if (message.term() < term && sim.keeps(Rule.STALE_TERMS_ARE_REFUSED)) {
      sim.bus()
          .toMaster(this, message.term(), new ToMaster.TermRefused(term, id(), message.term()));
      return;
    }
    boolean newMaster = message.term() > term;
    sim.observer().obeys(this, message);
    term = message.term();
    if (newMaster || message instanceof ToWorker.SayHello) {
      hello();
    }
    if (message instanceof ToWorker.StartMap start) {
      start(start.attempt(), new MapTask(this, start));
    } else if (message instanceof ToWorker.StartReduce start) {
      start(start.attempt(), new ReduceTask(this, start));
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
      sim.observer().ordered(task);
      task.start();
    }
  }

  /** Gives free slots to what waits for one, in order. */
  void schedule() {
    long taken = running.values().stream().filter(task -> task.phase() == Phase.RUNNING).count();
    if (taken >= plan.slots()) {
      return;
    }
    running.values().stream()
        .filter(task -> task.phase() == Phase.WAITING)
        .limit(plan.slots() - taken)
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

  Collection<SimTask> tasks() {
    return running.values();
  }

  /** Ends an attempt that has come to its end, if nothing makes it fail. */
  void end(SimTask task, Outcome outcome) {
    Failure.Kind trouble = troubles.of(task, draw);
    if (sim.definition(task.job().spec()).isPoisoned(task.id().task())) {
      sim.mark(Mark.POISONED_TASK_FAILED);
      fail(task, Failure.Kind.USER_CODE);
    } else if (trouble != null) {
      sim.mark(Mark.ofFailure(trouble));
      fail(task, trouble);
    } else if (outcome instanceof Outcome.Succeeded success && !keep(task, success.result())) {
      fail(task, Failure.Kind.SYSTEM);
    } else {
      tell(task, outcome);
    }
  }

  private boolean keep(SimTask task, TaskResult result) {
    if (result instanceof TaskResult.MapOutput) {
      held.put(task.id(), true);
      return true;
    }
    return sim.storage().write(task.job().id(), task.id().name(), task.part());
  }

  void fail(SimTask task, Failure.Kind kind) {
    Failure failure = new Failure(kind, "it failed", "");
    sim.observer().failed(task, failure);
    tell(task, new Outcome.Failed(task.id(), failure));
  }

  private void tell(SimTask task, Outcome outcome) {
    running.remove(task.id());
    outcomes.put(task.id(), outcome);
    schedule();
    heartbeat(List.of(outcome));
  }

  /** Says at once what has changed, as a worker does when a reduce has all its input. */
  void beatNow() {
    heartbeat(outcomes.values());
  }

  /** Whether that output can be fetched from here. */
  boolean serves(WorkerId from, AttemptId map) {
    return up && !pauses.isPaused() && id().equals(from) && held.getOrDefault(map, false);
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
