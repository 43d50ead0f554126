package dev.cobnut.core.sim;

import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Event;

/** Says that a worker is to work again, until the master knows the worker and has it work. */
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
          .ifPresent(
              master -> master.apply(new Event.WorkerDrained(master.now(), worker.id(), false)));
      sim.agenda().in(AGAIN_MS, () -> undrain(worker));
    }
  }
}
