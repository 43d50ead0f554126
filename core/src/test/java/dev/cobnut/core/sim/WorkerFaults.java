package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.scheduler.Event;
import java.util.List;
import java.util.function.BiConsumer;

/** What befalls workers. */
final class WorkerFaults {
  private WorkerFaults() {}

  static List<Fault> list() {
    Fault.WorkerAction kill = (sim, worker, draw) -> worker.kill();
    Fault.WorkerAction start = (sim, worker, draw) -> worker.start();
    return List.of(
        Fault.ofWorker("a worker is killed", kill.then(10, 15_000, start)),
        Fault.ofWorker(
            "a worker is killed, and the membership tells",
            killedAndTold().then(10, 15_000, start)),
        Fault.ofWorker(
            "a worker loses its disk",
            kill.and((sim, worker, draw) -> worker.loseDisk()).then(10, 5_000, start)),
        Fault.ofWorker(
            "a worker pauses", (sim, worker, draw) -> worker.pause(draw.between(500, 18_000))),
        Fault.ofWorker("a worker is held lost", WorkerFaults::holdLost),
        Fault.ofWorker("a worker is drained", drains(true).then(100, 10_000, drains(false))),
        Fault.ofWorker("a worker is slow", slows(1_000).then(1_000, 15_000, slows(100))),
        Fault.ofWorker("a worker's disk is full", fills(true).then(500, 8_000, fills(false))),
        Fault.ofWorker(
            "attempts fail",
            (sim, worker, draw) -> worker.troubles().failNext((int) draw.between(1, 6))),
        Fault.ofWorker("an attempt hangs", (sim, worker, draw) -> worker.troubles().hangNext(1)),
        Fault.ofWorker("an attempt vanishes", ofRunning(SimWorker::forgetRunning)),
        Fault.ofWorker("a map output is deleted", ofHeld(SimWorker::deleteOutput)),
        Fault.ofWorker("a map output is damaged", ofHeld(SimWorker::damageOutput)),
        Fault.ofWorker(
            "a worker's earlier life says hello", (sim, worker, draw) -> worker.sayOldHello()));
  }

  private static Fault.WorkerAction killedAndTold() {
    return (sim, worker, draw) -> {
      var id = worker.id();
      boolean killed = worker.kill();
      sim.agenda()
          .in(
              draw.between(1, 500),
              () ->
                  sim.current()
                      .ifPresent(
                          master -> master.hear(at -> new Event.WorkerLost(at, id, "killed"))));
      return killed;
    };
  }

  /** The membership says that a worker is gone that isn't. */
  static boolean holdLost(Simulation sim, SimWorker worker, Draw draw) {
    sim.current()
        .ifPresent(master -> master.hear(at -> new Event.WorkerLost(at, worker.id(), "a mistake")));
    return sim.current().isPresent();
  }

  private static Fault.WorkerAction drains(boolean draining) {
    return (sim, worker, draw) -> {
      sim.current()
          .ifPresent(
              master -> master.hear(at -> new Event.WorkerDrained(at, worker.id(), draining)));
      return sim.current().isPresent();
    };
  }

  private static Fault.WorkerAction slows(int percent) {
    return (sim, worker, draw) -> {
      worker.troubles().slowDown(percent);
      return true;
    };
  }

  private static Fault.WorkerAction fills(boolean full) {
    return (sim, worker, draw) -> {
      worker.troubles().fillDisk(full);
      return true;
    };
  }

  private static Fault.WorkerAction ofRunning(BiConsumer<SimWorker, AttemptId> action) {
    return (sim, worker, draw) -> ofOne(worker, worker.running(), action, draw);
  }

  private static Fault.WorkerAction ofHeld(BiConsumer<SimWorker, AttemptId> action) {
    return (sim, worker, draw) -> ofOne(worker, worker.held(), action, draw);
  }

  private static boolean ofOne(
      SimWorker worker, List<AttemptId> from, BiConsumer<SimWorker, AttemptId> action, Draw draw) {
    if (from.isEmpty()) {
      return false;
    }
    action.accept(worker, draw.pick(from));
    return true;
  }
}
