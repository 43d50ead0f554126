package dev.cobnut.core.sim;

import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Event;

/**
 * Sees to it that workers work again: says so each time that the master doesn't know a worker, or
 * has it drain, as it may after a late word of an operator before.
 */
final class Operator {
  private static final long AGAIN_MS = 2_000;

  private final Simulation sim;

  Operator(Simulation sim) {
    this.sim = sim;
  }

  void undrain(SimWorker worker) {
    boolean works =
        sim.current().stream()
            .flatMap(master -> master.scheduler().workers(master.now()).stream())
            .anyMatch(
                view ->
                    view.info().id().equals(worker.id())
                        && view.state() != WorkerView.State.DRAINING
                        && view.state() != WorkerView.State.SILENT);
    if (!works) {
      sim.current()
          .ifPresent(master -> master.hear(at -> new Event.WorkerDrained(at, worker.id(), false)));
    }
    sim.agenda().in(AGAIN_MS, () -> undrain(worker));
  }
}
