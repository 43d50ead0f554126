package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees all that happens, and has it checked and marked. */
final class Observer {
  private final Simulation sim;
  private final DurableChecks durable;
  private final DecisionChecks decisions;
  private final SkipChecks skips;
  private final StormChecks storms;
  private final BackupChecks backups;
  private final FairnessChecks fairness;
  private final WorkChecks work;
  private final QueueChecks queue;
  private final MarkSpotter spotter;
  private final TransitionSpotter transitions;
  private final List<SimMaster> masters = new ArrayList<>();

  Observer(Simulation sim) {
    this.sim = sim;
    this.durable = new DurableChecks(sim);
    this.decisions = new DecisionChecks(sim, durable);
    this.skips = new SkipChecks(sim);
    this.storms = new StormChecks(sim);
    this.backups = new BackupChecks();
    this.fairness = new FairnessChecks(sim);
    this.work = new WorkChecks(sim, durable);
    this.queue = new QueueChecks();
    this.spotter = new MarkSpotter(sim);
    this.transitions = new TransitionSpotter(sim);
  }

  /** The scheduler answered an event; nothing has left yet. */
  void decided(SimMaster master, Event event, List<Command> commands) {
    if (masters.isEmpty() || masters.get(masters.size() - 1) != master) {
      masters.remove(master);
      masters.add(master);
    }
    spotter.spot(master, event, commands);
    transitions.spot(master, event, commands);
    decisions.decided(master, event, commands);
    backups.decided(master, commands);
    fairness.decided(master, event, commands);
    storms.decided(master, event, commands);
    queue.decided(master, commands);
  }

  /** A command leaves: what it rests on is durable. */
  void leaves(Command.ToWorld command) {
    decisions.leaves(command);
  }

  void saved(Save save) {
    sim.trace(() -> "durable " + save);
    durable.saved(save);
    skips.saved(save);
    work.saved(save);
  }

  /** A worker took an order in. */
  void ordered(SimTask task) {
    skips.ordered(task);
    work.ordered(task);
  }

  /** A worker is about to do what a master says. */
  void obeys(SimWorker worker, ToWorker message) {
    work.obeys(worker, message);
  }

  void discarded(SimWorker worker, AttemptId attempt) {
    durable.discarded(worker, attempt);
  }

  void read(SimTask reduce, AttemptId map) {
    durable.read(reduce, map);
  }

  void failed(SimTask task, Failure failure) {
    durable.failed(task, failure);
  }

  void published(SimMaster master, JobId job, int partition) {
    durable.published(master, job, partition);
  }

  void mustBeDurable(JobId job) {
    durable.mustBeKnown(job);
  }

  void mustBe(JobId job, JobState state) {
    durable.mustBe(job, state);
  }

  /** On which Java feature release the tasks of a job run, as far as it is durable. */
  @Nullable Integer javaFeature(JobId job) {
    return durable.javaFeature(job);
  }

  /** How many records a job's maps leave out, as far as it is durable. */
  long skipped(JobId job) {
    return skips.skipped(job);
  }

  /** The last version of a map's skip list, as far as it is durable. */
  int skipVersion(TaskId map) {
    return skips.version(map);
  }

  boolean hasEnded(JobId job) {
    return durable.hasEnded(job);
  }

  void compareRestored(SimMaster master) {
    RestoreChecks.compare(master, sim.journal().truth().all());
  }

  /** Looks at the workers, now and then. */
  void look() {
    work.look();
  }

  void checkEnd() {
    durable.checkEnd();
    masters.forEach(RestoreChecks::replay);
  }
}
