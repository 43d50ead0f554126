package dev.cobnut.core.sim;

import java.util.List;
import java.util.function.BiConsumer;

/** What befalls the state storage and the maps. */
final class StorageFaults {
  private StorageFaults() {}

  static List<Fault> list() {
    return List.of(
        lasting(
            "the storage's answers get lost",
            (sim, draw) -> sim.storageLink().disturb((int) draw.between(50, 500)),
            (sim, draw) -> sim.storageLink().disturb(0)),
        lasting(
            "the storage is slow",
            (sim, draw) -> sim.storageLink().slowDown(draw.between(50, 2_000)),
            (sim, draw) -> sim.storageLink().slowDown(0)),
        lasting(
            "snapshots land late",
            (sim, draw) -> sim.slowSnapshots(draw.between(2_000, 20_000)),
            (sim, draw) -> sim.slowSnapshots(0)),
        lasting(
            "the maps take nothing in",
            (sim, draw) -> sim.maps().freeze(true),
            (sim, draw) -> sim.maps().freeze(false)),
        new Fault("the maps lose an entry", told((sim, draw) -> sim.maps().loseEntry(draw))),
        new Fault("the maps are lost", told((sim, draw) -> sim.maps().lose(false))),
        new Fault("the maps lose their headers", told((sim, draw) -> sim.maps().lose(true))),
        new Fault("the maps fall back", told((sim, draw) -> sim.maps().fallBack(draw))));
  }

  private static Fault lasting(
      String name, BiConsumer<Simulation, Draw> on, BiConsumer<Simulation, Draw> off) {
    return Fault.lasting(name, 500, 12_000, always(on), always(off));
  }

  private static Fault.Action always(BiConsumer<Simulation, Draw> setting) {
    return (sim, draw) -> {
      setting.accept(sim, draw);
      return true;
    };
  }

  /** The acting master learns of it after a while, and writes all anew. */
  private static Fault.Action told(Fault.Action loss) {
    return (sim, draw) -> {
      boolean lost = loss.strike(sim, draw);
      sim.agenda()
          .in(
              draw.between(100, 5_000),
              () -> sim.current().ifPresent(master -> master.outbox().maps().rewrite()));
      return lost;
    };
  }
}
