package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import java.util.LinkedHashSet;
import java.util.Set;

/** The event bus: at most once, unless a fault doubles, delays, reorders or loses. */
final class SimBus {
  /** Where nothing goes wrong, messages keep their order. */
  private static final long PEACEFUL_MS = 2;

  private final Simulation sim;
  private final Set<String> cutToMaster = new LinkedHashSet<>();
  private final Set<String> cutToWorker = new LinkedHashSet<>();
  private int lossPermille;
  private int doublePermille;
  private int delayPermille;

  SimBus(Simulation sim) {
    this.sim = sim;
  }

  void lose(int permille) {
    lossPermille = permille;
  }

  void doubleUp(int permille) {
    doublePermille = permille;
  }

  void delay(int permille) {
    delayPermille = permille;
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
    SimWorker worker = sim.worker(node);
    send(
        worker.link(),
        () -> {
          if (cutToWorker.contains(node)) {
            sim.mark(Mark.MESSAGE_LOST);
          } else {
            worker.receive(message);
          }
        });
  }

  /** To the master of that term. */
  void toMaster(SimWorker from, long term, ToMaster message) {
    send(
        from.link(),
        () -> {
          if (cutToMaster.contains(from.node())) {
            sim.mark(Mark.MESSAGE_LOST);
          } else {
            sim.master(term).ifPresent(master -> master.receive(message));
          }
        });
  }

  private void send(Draw draw, Runnable delivery) {
    if (draw.permille(lossPermille)) {
      sim.mark(Mark.MESSAGE_LOST);
      return;
    }
    sim.agenda().in(latencyMs(draw), delivery);
    if (draw.permille(doublePermille)) {
      sim.mark(Mark.MESSAGE_DOUBLED);
      sim.agenda().in(latencyMs(draw), delivery);
    }
  }

  private long latencyMs(Draw draw) {
    if (sim.isPeaceful()) {
      return PEACEFUL_MS;
    }
    if (draw.permille(delayPermille)) {
      sim.mark(Mark.MESSAGE_DELAYED);
      return draw.between(50, 8_000);
    }
    return draw.between(1, 20);
  }
}
