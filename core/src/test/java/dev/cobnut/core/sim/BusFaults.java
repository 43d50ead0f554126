package dev.cobnut.core.sim;

import java.util.List;

/** What befalls messages and fetches. */
final class BusFaults {
  private static final long SKIP_LOOK_MS = 100;
  private static final int SKIP_LOOKS = 80;

  private BusFaults() {}

  static List<Fault> list() {
    return List.of(
        cut("a worker can't reach masters", true, false),
        cut("masters can't reach a worker", false, true),
        cut("a worker and masters can't reach each other", true, true),
        Fault.ofBusiest(
            "a busy worker is cut off for a moment, and the membership tells",
            cut(true, true).and(WorkerFaults::holdLost).then(1_000, 6_000, mend())),
        new Fault(
            "a worker is cut off until a skip list has grown",
            (sim, draw) -> cutOffAMap(sim, draw, SKIP_LOOKS)),
        new Fault("a worker can't fetch from another", BusFaults::cutFetches),
        disturbance("messages are lost", SimBus::lose),
        disturbance("messages are doubled", SimBus::doubleUp),
        disturbance("messages are late", SimBus::delay));
  }

  private static Fault cut(String name, boolean toMaster, boolean toWorker) {
    return Fault.ofWorker(name, cut(toMaster, toWorker).then(500, 20_000, mend()));
  }

  private static Fault.WorkerAction cut(boolean toMaster, boolean toWorker) {
    return (sim, worker, draw) -> {
      sim.bus().cut(worker.node(), toMaster, toWorker);
      return true;
    };
  }

  private static Fault.WorkerAction mend() {
    return (sim, worker, draw) -> {
      sim.bus().mend(worker.node());
      return true;
    };
  }

  /** Its attempt may come to a good end meanwhile, though it knows an old skip list only. */
  private static boolean cutOffAMap(Simulation sim, Draw draw, int looks) {
    for (SimWorker worker : sim.workers()) {
      for (SimTask task : worker.tasks()) {
        if (task instanceof MapTask map && map.canSucceedThoughOthersFail()) {
          sim.bus().cut(worker.node(), true, true);
          WorkerFaults.holdLost(sim, worker, draw);
          mendOnceGrown(sim, map, SKIP_LOOKS);
          return true;
        }
      }
    }
    if (looks > 0 && !sim.isCalm()) {
      sim.agenda().in(SKIP_LOOK_MS, () -> cutOffAMap(sim, draw, looks - 1));
    }
    return false;
  }

  private static void mendOnceGrown(Simulation sim, MapTask map, int looks) {
    boolean grown = sim.observer().skipVersion(map.id().task()) > map.mode().skipVersion();
    if (grown || looks == 0) {
      sim.bus().mend(map.worker().node());
    } else {
      sim.agenda().in(SKIP_LOOK_MS, () -> mendOnceGrown(sim, map, looks - 1));
    }
  }

  private static boolean cutFetches(Simulation sim, Draw draw) {
    String from = draw.pick(sim.nodes());
    String to = draw.pick(sim.nodes());
    sim.cutFetches(from, to, true);
    sim.agenda().in(draw.between(500, 20_000), () -> sim.cutFetches(from, to, false));
    return true;
  }

  /** Sets how many of a thousand messages are struck. */
  @FunctionalInterface
  private interface Setting {
    void set(SimBus bus, int permille);
  }

  private static Fault disturbance(String name, Setting setting) {
    return Fault.lasting(
        name,
        500,
        10_000,
        (sim, draw) -> {
          setting.set(sim.bus(), (int) draw.between(20, 300));
          return true;
        },
        (sim, draw) -> {
          setting.set(sim.bus(), 0);
          return true;
        });
  }
}
