package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.scheduler.Event;
import java.util.List;

/** All faults; each run is exposed to some of them. */
final class Faults {
  private Faults() {}

  static List<Fault> all() {
    return List.of(
        Faults::killWorker,
        Faults::loseDisk,
        Faults::pauseWorker,
        Faults::holdWorkerLost,
        Faults::drainWorker,
        Faults::slowDown,
        Faults::cutMasterLink,
        Faults::cutFetchLink,
        Faults::disturbBus,
        Faults::killMaster,
        Faults::replaceLivingMaster,
        Faults::deleteMapOutput,
        Faults::damageMapOutput,
        Faults::failAttempts,
        Faults::forgetAttempt);
  }

  /** A process ends, and starts again later; the membership tells of it, or doesn't. */
  private static void killWorker(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    if (!worker.isUp()) {
      return;
    }
    sim.mark(Mark.WORKER_KILLED);
    var id = worker.id();
    worker.kill();
    if (sim.random(0, 2) > 0) {
      sim.agenda()
          .in(
              sim.random(1, 500),
              () ->
                  sim.current()
                      .ifPresent(
                          master ->
                              master.apply(new Event.WorkerLost(master.now(), id, "killed"))));
    }
    sim.agenda()
        .in(
            sim.random(10, 15_000),
            () -> {
              sim.mark(Mark.WORKER_RESTARTED);
              worker.start();
            });
  }

  private static void loseDisk(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    sim.mark(Mark.DISK_LOST);
    worker.kill();
    worker.loseDisk();
    sim.agenda().in(sim.random(10, 5_000), worker::start);
  }

  private static void pauseWorker(Simulation sim) {
    sim.mark(Mark.WORKER_PAUSED);
    sim.anyWorker().pause(sim.random(500, 18_000));
  }

  /** The membership says that a worker is gone that isn't. */
  private static void holdWorkerLost(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    sim.current()
        .ifPresent(
            master -> {
              sim.mark(Mark.WORKER_HELD_LOST);
              master.apply(new Event.WorkerLost(master.now(), worker.id(), "a mistake"));
            });
  }

  private static void drainWorker(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    sim.mark(Mark.WORKER_DRAINED);
    drain(sim, worker, true);
    sim.agenda().in(sim.random(100, 10_000), () -> drain(sim, worker, false));
  }

  private static void drain(Simulation sim, SimWorker worker, boolean draining) {
    sim.current()
        .ifPresent(
            master -> master.apply(new Event.WorkerDrained(master.now(), worker.id(), draining)));
  }

  private static void slowDown(Simulation sim) {
    sim.slowDown(sim.random(50, 600));
  }

  private static void cutMasterLink(Simulation sim) {
    String node = sim.anyWorker().id().node();
    sim.mark(Mark.MASTER_LINK_CUT);
    long direction = sim.random(0, 2);
    sim.bus().cut(node, direction != 1, direction != 2);
    sim.agenda().in(sim.random(500, 20_000), () -> sim.bus().mend(node));
  }

  private static void cutFetchLink(Simulation sim) {
    String from = sim.anyWorker().id().node();
    String to = sim.anyWorker().id().node();
    sim.mark(Mark.FETCH_LINK_CUT);
    sim.cutFetches(from, to, true);
    sim.agenda().in(sim.random(500, 20_000), () -> sim.cutFetches(from, to, false));
  }

  private static void disturbBus(Simulation sim) {
    sim.bus().disturb((int) sim.random(0, 300), (int) sim.random(0, 300), (int) sim.random(0, 300));
    sim.agenda().in(sim.random(500, 10_000), () -> sim.bus().disturb(0, 0, 0));
  }

  /** At any command, or between two Saves. */
  private static void killMaster(Simulation sim) {
    sim.current().ifPresent(master -> master.dieAfter((int) sim.random(0, 40)));
  }

  /** A master takes over from one that lives, which goes on until it is refused. */
  private static void replaceLivingMaster(Simulation sim) {
    if (sim.current().isPresent()) {
      sim.mark(Mark.MASTER_BECAME_ZOMBIE);
      sim.elect();
    }
  }

  private static void deleteMapOutput(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    List<AttemptId> held = worker.held();
    if (!held.isEmpty()) {
      sim.mark(Mark.MAP_OUTPUT_DELETED);
      worker.deleteOutput(held.get((int) sim.random(0, held.size() - 1)));
    }
  }

  private static void damageMapOutput(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    List<AttemptId> held = worker.held();
    if (!held.isEmpty()) {
      sim.mark(Mark.MAP_OUTPUT_DAMAGED);
      worker.damageOutput(held.get((int) sim.random(0, held.size() - 1)));
    }
  }

  private static void failAttempts(Simulation sim) {
    sim.anyWorker().failNext((int) sim.random(1, 6));
  }

  /** A worker loses an attempt without a word. */
  private static void forgetAttempt(Simulation sim) {
    SimWorker worker = sim.anyWorker();
    List<AttemptId> running = worker.running();
    if (!running.isEmpty()) {
      sim.mark(Mark.ATTEMPT_VANISHED);
      worker.forgetRunning(running.get((int) sim.random(0, running.size() - 1)));
    }
  }
}
