package dev.cobnut.core.sim;

import java.util.List;

/** What befalls masters. */
final class MasterFaults {
  private MasterFaults() {}

  static List<Fault> list() {
    Fault.MasterAction start =
        (sim, node, draw) -> {
          node.start();
          return true;
        };
    return List.of(
        Fault.ofActing("the master is killed at some step", dies().then(1_000, 12_000, start)),
        Fault.ofMasterNode("a master's node is killed", killed().then(500, 10_000, start)),
        new Fault("all masters' nodes are killed", MasterFaults::killAll),
        Fault.ofActing("the master pauses", pauses(500, 20_000)),
        Fault.ofMasterNode("a node pauses while it stands", whileStanding()),
        Fault.ofMasterNode("a node stands beside the master", MasterFaults::standBeside),
        new Fault("two nodes stand at once, and one pauses", MasterFaults::standTogether),
        new Fault("the master pauses, and another stands", MasterFaults::usurp));
  }

  /** At any command, or before or after a segment. */
  private static Fault.MasterAction dies() {
    return (sim, node, draw) -> {
      node.acting().ifPresent(master -> master.outbox().dieAfter((int) draw.between(0, 40)));
      return node.acting().isPresent();
    };
  }

  private static Fault.MasterAction killed() {
    return (sim, node, draw) -> {
      boolean up = node.isUp();
      node.kill();
      return up;
    };
  }

  private static boolean killAll(Simulation sim, Draw draw) {
    for (MasterNode node : sim.masterNodes()) {
      node.kill();
      sim.agenda().in(draw.between(100, 5_000), node::start);
    }
    return true;
  }

  private static Fault.MasterAction pauses(long fromMs, long toMs) {
    return (sim, node, draw) -> {
      node.pause(draw.between(fromMs, toMs));
      return true;
    };
  }

  /** Whoever read long ago comes back later and goes on from there. */
  private static Fault.MasterAction whileStanding() {
    return (sim, node, draw) -> {
      boolean wouldStand = node.isUp() && node.acting().isEmpty();
      if (wouldStand) {
        node.stand();
        long ms = draw.between(1_000, 25_000);
        sim.agenda().in(draw.between(0, 60), () -> pause(sim, node, ms));
      }
      return wouldStand;
    };
  }

  private static boolean standBeside(Simulation sim, MasterNode node, Draw draw) {
    boolean beside = sim.current().isPresent() && node.isUp() && node.acting().isEmpty();
    if (beside) {
      node.stand();
    }
    return beside;
  }

  private static List<MasterNode> idle(Simulation sim) {
    return sim.masterNodes().stream()
        .filter(node -> node.isUp() && node.acting().isEmpty())
        .toList();
  }

  /** Only one gets the number that both want; the other may have read that, and be late then. */
  private static boolean standTogether(Simulation sim, Draw draw) {
    List<MasterNode> idle = idle(sim);
    if (idle.size() < 2) {
      return false;
    }
    idle.forEach(MasterNode::stand);
    MasterNode late = draw.pick(idle);
    long ms = draw.between(1_000, 25_000);
    sim.agenda().in(draw.between(20, 120), () -> pause(sim, late, ms));
    return true;
  }

  private static boolean usurp(Simulation sim, Draw draw) {
    List<MasterNode> others = idle(sim);
    boolean both = sim.current().isPresent() && !others.isEmpty();
    if (both) {
      MasterNode acting = sim.current().orElseThrow().node();
      MasterNode other = draw.pick(others);
      acting.pause(draw.between(100, 8_000));
      sim.agenda().in(draw.between(0, 500), other::stand);
    }
    return both;
  }

  /** Unless the faults have stopped. */
  private static void pause(Simulation sim, MasterNode node, long ms) {
    if (!sim.isCalm()) {
      node.pause(ms);
    }
  }
}
