package dev.cobnut.core.sim;

import java.util.List;

/** What befalls the state storage and the maps. */
final class StorageFaults {
  private StorageFaults() {}

  static List<Fault> list() {
    return List.of(
        Fault.lasting(
            "the storage's answers get lost",
            500,
            10_000,
            (sim, draw) -> {
              sim.storageLink().disturb((int) draw.between(50, 500));
              return true;
            },
            (sim, draw) -> {
              sim.storageLink().disturb(0);
              return true;
            }),
        Fault.lasting(
            "the storage is slow",
            500,
            10_000,
            (sim, draw) -> {
              sim.storageLink().slowDown(draw.between(50, 2_000));
              return true;
            },
            (sim, draw) -> {
              sim.storageLink().slowDown(0);
              return true;
            }),
        Fault.lasting(
            "snapshots land late",
            2_000,
            20_000,
            (sim, draw) -> {
              sim.slowSnapshots(draw.between(2_000, 20_000));
              return true;
            },
            (sim, draw) -> {
              sim.slowSnapshots(0);
              return true;
            }),
        Fault.lasting(
            "the maps take nothing in",
            500,
            8_000,
            (sim, draw) -> {
              sim.maps().freeze(true);
              return true;
            },
            (sim, draw) -> {
              sim.maps().freeze(false);
              return true;
            }),
        new Fault("the maps lose an entry", told((sim, draw) -> sim.maps().loseEntry(draw))),
        new Fault("the maps are lost", told((sim, draw) -> sim.maps().lose(false))),
        new Fault("the maps lose their headers", told((sim, draw) -> sim.maps().lose(true))),
        new Fault("the maps fall back", told((sim, draw) -> sim.maps().fallBack(draw))));
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
