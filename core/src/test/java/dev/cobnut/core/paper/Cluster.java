package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The paper's cluster, in steps of an eighth of a second of virtual time: bytes flow at the rates
 * that the disks, the links and the root leave them, and every worker tells the master of it each
 * second, and at once when an attempt ends.
 */
final class Cluster {
  static final int STEP_MS = 125;
  private static final int STEPS_A_HEARTBEAT = 8;
  private static final int STEPS_A_TICK = 2;
  private static final long RESTART_MS = 3_000;

  private final Rates rates;
  private final Slowness slowness;
  private final Scenario scenario;
  private final List<Machine> machines = new ArrayList<>();
  private final int[] homes = new int[Sort.MAPS];
  private final MapOutputs outputs = new MapOutputs();
  private final Flows flows = new Flows();
  private final Milestones milestones = new Milestones();
  private final Shuffle shuffle;
  private final Master master;
  private long nowMs;

  Cluster(Rates rates, Slowness slowness, Scenario scenario) {
    this.rates = rates;
    this.slowness = slowness;
    this.scenario = scenario;
    this.shuffle = new Shuffle(rates);
    double[] factors = slowness.ofMachines(Sort.MACHINES);
    for (int number = 0; number < Sort.MACHINES; number++) {
      machines.add(new Machine(number, factors[number]));
    }
    Random random = new Random(slowness.seed());
    List<Split> splits = new ArrayList<>();
    for (int map = 0; map < Sort.MAPS; map++) {
      homes[map] = random.nextInt(Sort.MACHINES);
      splits.add(Master.split(map, homes[map]));
    }
    this.master = new Master(scenario.backups(), this, splits);
  }

  /** Plays until the job has ended. */
  Run run() {
    master.submit(now());
    machines.forEach(machine -> master.tell(hello(machine)));
    for (int step = 0; !master.state().isTerminal(); step++) {
      nowMs = (long) step * STEP_MS;
      flows.at(nowMs);
      killAndRestart();
      flow();
      for (Machine machine : machines) {
        if (machine.isUp() && machine.number() % STEPS_A_HEARTBEAT == step % STEPS_A_HEARTBEAT) {
          heartbeat(machine);
        }
      }
      if (step % STEPS_A_TICK == 0) {
        master.tell(new Event.Tick(now()));
      }
    }
    return new Run(scenario, nowMs, flows, milestones);
  }

  private void flow() {
    double seconds = STEP_MS / 1_000.0;
    List<ReduceWork> fetching = new ArrayList<>();
    int up = 0;
    for (Machine machine : machines) {
      List<AttemptId> done = machine.step(seconds, flows);
      done.forEach(attempt -> ended(machine, attempt));
      fetching.addAll(machine.fetching());
      up += machine.isUp() ? 1 : 0;
    }
    double crossed = flows.takeCrossed();
    shuffle.step(fetching, up, crossed, seconds, owner -> machines.get(owner).isUp(), flows);
    fetching.stream()
        .filter(reduce -> reduce.fetch().isDone())
        .forEach(reduce -> milestones.fetched(reduce.attempt().task().index(), nowMs));
  }

  private void ended(Machine machine, AttemptId attempt) {
    TaskResult result =
        attempt.task().kind() == TaskKind.MAP
            ? new TaskResult.MapOutput((long) (Sort.SPLIT_MB * 1e6), Map.of())
            : new TaskResult.PreparedPart(
                attempt.name(), (long) (Sort.PART_MB * 1e6), 2_500_000, 1, Map.of());
    Outcome outcome = new Outcome.Succeeded(attempt, AttemptMode.PLAIN, result);
    master.tell(new Event.AttemptEnded(now(), machine.id(), outcome));
    heartbeat(machine);
  }

  private void heartbeat(Machine machine) {
    master.tell(new Event.WorkerHeard(now(), machine.id(), false, machine.told()));
  }

  private void killAndRestart() {
    if (scenario.killed() == 0) {
      return;
    }
    if (nowMs == scenario.killedAtMs()) {
      for (int number : victims()) {
        machines.get(number).kill();
        if (scenario.disksToo()) {
          machines.get(number).loseDisk();
        }
      }
    } else if (nowMs == scenario.killedAtMs() + RESTART_MS) {
      for (int number : victims()) {
        machines.get(number).restart();
        master.tell(hello(machines.get(number)));
      }
    }
  }

  private int[] victims() {
    return new Random(scenario.killed())
        .ints(0, machines.size())
        .distinct()
        .limit(scenario.killed())
        .toArray();
  }

  Event hello(Machine machine) {
    return new Event.WorkerJoined(
        now(), machine.info(nowMs), false, machine.told(), machine.held());
  }

  private Moment now() {
    return new Moment(nowMs, nowMs);
  }

  /** The machine, if this life of its worker runs. */
  Optional<Machine> machine(WorkerId worker) {
    return Optional.of(machines.get(Machine.number(worker.node())))
        .filter(machine -> machine.isUp() && machine.id().equals(worker));
  }

  void start(WorkerId worker, AttemptId attempt, boolean backup) {
    machine(worker).ifPresent(machine -> machine.start(work(machine, attempt)));
    milestones.ordered(backup);
  }

  private Work work(Machine machine, AttemptId attempt) {
    double factor = machine.slowness() * slowness.of(attempt);
    return attempt.task().kind() == TaskKind.MAP
        ? new MapWork(attempt, rates, factor, homes[attempt.task().index()] != machine.number())
        : new ReduceWork(attempt, rates, factor, new Fetch(outputs));
  }

  void completed(Save.SaveCompleted saved) {
    int index = saved.task().index();
    if (saved.task().kind() == TaskKind.MAP) {
      outputs.completed(index, Machine.number(saved.location().worker().node()));
      milestones.mapped(index, nowMs);
    } else {
      milestones.reduced(nowMs);
    }
  }

  void lost(TaskId map) {
    outputs.lost(map.index());
  }
}
