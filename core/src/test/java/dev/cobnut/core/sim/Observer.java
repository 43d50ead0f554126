package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.List;

/** Sees all that happens, and has it checked and marked. */
final class Observer {
  private final Simulation sim;
  private final DurableChecks durable;
  private final DecisionChecks decisions;
  private final RestoreChecks restores;
  private final MarkSpotter spotter;
  private final List<SimMaster> masters = new ArrayList<>();

  Observer(Simulation sim) {
    this.sim = sim;
    this.durable = new DurableChecks(sim);
    this.decisions = new DecisionChecks(sim, durable);
    this.restores = new RestoreChecks();
    this.spotter = new MarkSpotter(sim);
  }

  /** The scheduler answered an event; nothing has left yet. */
  void decided(SimMaster master, Event event, List<Command> commands) {
    if (!masters.contains(master)) {
      masters.add(master);
    }
    spotter.spot(master, event, commands);
    decisions.decided(master, commands);
  }

  /** A command leaves: what it rests on is durable. */
  void leaves(SimMaster master, Command.ToWorld command) {
    decisions.leaves(master, command);
  }

  void saved(Save save) {
    sim.trace(() -> "durable " + save);
    durable.saved(save);
  }

  void discarded(SimWorker worker, AttemptId attempt) {
    durable.discarded(worker, attempt);
  }

  void read(SimTask reduce, AttemptId map) {
    durable.read(reduce, map);
  }

  void failed(AttemptId attempt, Failure failure) {
    durable.failed(attempt, failure);
  }

  void published(JobId job, int partition) {
    durable.published(job, partition);
  }

  void mustBeDurable(JobId job) {
    durable.mustBeKnown(job);
  }

  void mustBe(JobId job, JobState state) {
    durable.mustBe(job, state);
  }

  boolean hasEnded(JobId job) {
    return durable.hasEnded(job);
  }

  void compareRestored(SimMaster master) {
    restores.compare(master, sim.store().read());
  }

  void checkEnd() {
    durable.checkEnd();
    masters.forEach(RestoreChecks::replay);
  }
}
