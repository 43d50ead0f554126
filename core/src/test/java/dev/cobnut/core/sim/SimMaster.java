package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An acting master: gives the scheduler its events and has its commands carried out, until it is
 * killed or deposed.
 */
final class SimMaster {
  static final long TICK_MS = 500;

  private final Simulation sim;
  private final MasterNode node;
  private final long term;
  private final Scheduler scheduler;
  private final long clockOffsetMs;
  private final Outbox outbox;
  private final MasterOrders orders;
  private final List<Event> events = new ArrayList<>();
  private final List<List<Command>> answers = new ArrayList<>();
  private final List<Save> base;
  private final Set<JobId> preparing = new HashSet<>();
  private final Moment bornAt;
  private final long bornMs;
  private boolean dead;

  SimMaster(Simulation sim, MasterNode node, long term, JournalImages images) {
    this.sim = sim;
    this.node = node;
    this.term = term;
    this.base = images.all();
    this.clockOffsetMs = node.draw().between(0, 1_000_000);
    this.outbox = new Outbox(sim, this, images);
    this.orders = new MasterOrders(sim, this);
    this.bornAt = now();
    this.bornMs = sim.nowMs();
    this.scheduler = Scheduler.restore(Simulation.LIMITS, term, bornAt, base);
  }

  long term() {
    return term;
  }

  MasterNode node() {
    return node;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  MasterOrders orders() {
    return orders;
  }

  Outbox outbox() {
    return outbox;
  }

  boolean isAlive() {
    return !dead;
  }

  /** Whether another master's word counts already. */
  boolean isZombie() {
    return term < sim.journal().newestTerm();
  }

  /** For how long it acts. */
  long ageMs() {
    return sim.nowMs() - bornMs;
  }

  /** A scheduler as this one began. */
  Scheduler twin() {
    return Scheduler.restore(Simulation.LIMITS, term, bornAt, base);
  }

  List<Event> events() {
    return events;
  }

  List<List<Command>> answers() {
    return answers;
  }

  Moment now() {
    return new Moment(sim.nowMs() + clockOffsetMs, 1_000_000 + sim.nowMs());
  }

  void start() {
    outbox.open();
    tick();
    act();
  }

  void end() {
    dead = true;
  }

  /** Does something later, as long as it acts. */
  void later(long delayMs, Runnable action) {
    node.later(
        delayMs,
        () -> {
          if (!dead) {
            action.run();
          }
        });
  }

  private void tick() {
    apply(new Event.Tick(now()));
    later(TICK_MS, this::tick);
  }

  private void act() {
    sim.nodes().forEach(worker -> sim.bus().toWorker(worker, new ToWorker.MasterActs(term, "m")));
    later(1_000, this::act);
  }

  void apply(Event event) {
    if (dead) {
      return;
    }
    sim.trace(() -> "master " + term + " < " + event);
    List<Command> commands = scheduler.apply(event);
    events.add(event);
    answers.add(commands);
    sim.observer().decided(this, event, commands);
    outbox.add(commands);
  }

  /** Somebody brings a fact; it is taken in when the master isn't paused. */
  void hear(Function<Moment, Event> fact) {
    later(0, () -> apply(fact.apply(now())));
  }

  void receive(ToMaster message) {
    later(0, () -> handle(message));
  }

  private void handle(ToMaster message) {
    WorkerId worker = message.worker();
    if (message instanceof ToMaster.TermRefused refused) {
      if (refused.term() > term) {
        sim.mark(Mark.ZOMBIE_REFUSED_BY_WORKER);
        node.depose("a worker knows term " + refused.term());
      }
    } else if (message.term() > term) {
      node.depose("a worker knows term " + message.term());
    } else if (message instanceof ToMaster.Hello hello) {
      apply(
          new Event.WorkerJoined(
              now(), hello.info(), hello.draining(), hello.running(), hello.held()));
      outcomes(worker, hello.outcomes());
    } else if (message instanceof ToMaster.Heartbeat heartbeat) {
      heartbeatOutcomes(worker, heartbeat.outcomes());
      apply(new Event.WorkerHeard(now(), worker, heartbeat.draining(), heartbeat.running()));
    } else if (message instanceof ToMaster.WantMapOutputs want) {
      outbox.answer(orders.answer(want));
    } else if (message instanceof ToMaster.MapOutputUnreadable unreadable) {
      apply(new Event.MapOutputUnreadable(now(), worker, unreadable.map(), unreadable.owner()));
    } else if (message instanceof ToMaster.MapOutputChecked checked) {
      apply(new Event.MapOutputChecked(now(), worker, checked.map(), checked.healthy()));
    } else {
      throw new IllegalArgumentException("message: " + message);
    }
  }

  private void outcomes(WorkerId worker, List<Outcome> outcomes) {
    outcomes.forEach(outcome -> apply(new Event.AttemptEnded(now(), worker, outcome)));
  }

  /** What completes a job waits until its publication is prepared, if it comes the first time. */
  private void heartbeatOutcomes(WorkerId worker, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      Event.AttemptEnded ended = new Event.AttemptEnded(now(), worker, outcome);
      Optional<List<PartView>> parts = scheduler.completing(ended);
      JobId job = outcome.attempt().task().job();
      if (parts.isPresent() && preparing.add(job)) {
        later(node.draw().between(1, 200), () -> completed(worker, outcome, parts));
      } else {
        apply(ended);
      }
    }
  }

  private void completed(WorkerId worker, Outcome outcome, Optional<List<PartView>> parts) {
    JobId job = outcome.attempt().task().job();
    preparing.remove(job);
    Event.AttemptEnded ended = new Event.AttemptEnded(now(), worker, outcome);
    boolean decides = scheduler.completing(ended).equals(parts);
    apply(ended);
    if (decides) {
      sim.mark(Mark.DECIDED_WITH_LAST_PART);
      apply(new Event.PublicationPrepared(now(), job));
    }
  }

  /** Submits a job, or finds the one that was submitted with its key. */
  void submit(SimJob job, JobId id, Consumer<JobId> known) {
    later(
        0,
        () -> {
          Optional<JobId> found = scheduler.jobWithKey(job.key());
          if (found.isPresent()) {
            outbox.answer(() -> known.accept(found.get()));
          } else {
            apply(new Event.JobSubmitted(now(), id, job.spec()));
          }
        });
  }
}
