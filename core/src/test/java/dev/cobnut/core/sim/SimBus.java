package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import java.util.LinkedHashSet;
import java.util.Set;

/** The event bus: at most once, unless a fault doubles, delays, reorders or loses. */
final class SimBus {
  private final Simulation sim;
  private final Set<String> cutToMaster = new LinkedHashSet<>();
  private final Set<String> cutToWorker = new LinkedHashSet<>();
  private int lossPermille;
  private int doublePermille;
  private int delayPermille;

  SimBus(Simulation sim) {
    this.sim = sim;
  }

  void disturb(int lossPermille, int doublePermille, int delayPermille) {
    this.lossPermille = lossPermille;
    this.doublePermille = doublePermille;
    this.delayPermille = delayPermille;
  }

  /** Cuts a node's worker off from every master, in one or both directions. */
  void cut(String node, boolean toMaster, boolean toWorker) {
    if (toMaster) {
      cutToMaster.add(node);
    }
    if (toWorker) {
      cutToWorker.add(node);
    }
  }

  void mend(String node) {
    cutToMaster.remove(node);
    cutToWorker.remove(node);
  }

  /** To whatever worker answers at that node when it arrives. */
  void toWorker(String node, ToWorker message) {
    send(
        () -> {
          if (cutToWorker.contains(node)) {
            sim.mark(Mark.MESSAGE_LOST);
          } else {
            sim.worker(node).receive(message);
          }
        });
  }

  /** To the master of that term. */
  void toMaster(String fromNode, long term, ToMaster message) {
    send(
        () -> {
          if (cutToMaster.contains(fromNode)) {
            sim.mark(Mark.MESSAGE_LOST);
          } else {
            sim.master(term).ifPresent(master -> master.receive(message));
          }
        });
  }

  private void send(Runnable delivery) {
    if (sim.chance(lossPermille)) {
      sim.mark(Mark.MESSAGE_LOST);
      return;
    }
    sim.agenda().in(latencyMs(), delivery);
    if (sim.chance(doublePermille)) {
      sim.mark(Mark.MESSAGE_DOUBLED);
      sim.agenda().in(latencyMs(), delivery);
    }
  }

  private long latencyMs() {
    if (sim.chance(delayPermille)) {
      sim.mark(Mark.MESSAGE_DELAYED);
      return sim.random(50, 8_000);
    }
    return sim.random(1, 20);
  }
}
