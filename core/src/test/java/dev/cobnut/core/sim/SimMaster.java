package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A master of one term: gives the scheduler its events and carries out its commands, each when the
 * Saves ahead of it are durable. It can die at every command, and within a batch of Saves.
 */
final class SimMaster {
  /** What waits to be carried out. */
  private sealed interface Item {
    record Durable(Save save) implements Item {}

    record Leaving(Command.ToWorld command) implements Item {}

    record Reply(Runnable reply) implements Item {}
  }

  static final long TICK_MS = 500;

  private final Simulation sim;
  private final long term;
  private final Scheduler scheduler;
  private final long clockOffsetMs;
  private final MasterOrders orders;
  private final Deque<Item> outbox = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final List<List<Command>> answers = new ArrayList<>();
  private final List<Save> base;
  private final Moment bornAt;
  private boolean dead;
  private boolean appending;
  private int stepsToDeath = -1;

  SimMaster(Simulation sim, long term, List<Save> base) {
    this.sim = sim;
    this.term = term;
    this.base = base;
    this.clockOffsetMs = sim.random(0, 1_000_000);
    this.orders = new MasterOrders(sim, this);
    this.bornAt = now();
    this.scheduler = Scheduler.restore(Simulation.LIMITS, term, bornAt, base);
  }

  long term() {
    return term;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  boolean isAlive() {
    return !dead;
  }

  /** Nothing waits to become durable, or to leave. */
  boolean isSettled() {
    return outbox.isEmpty() && !appending;
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
    tick();
    act();
  }

  private void tick() {
    if (!dead) {
      apply(new Event.Tick(now()));
      sim.agenda().in(TICK_MS, this::tick);
    }
  }

  private void act() {
    if (!dead) {
      sim.nodes().forEach(node -> sim.bus().toWorker(node, new ToWorker.MasterActs(term, "m")));
      sim.agenda().in(1_000, this::act);
    }
  }

  void die(String why) {
    if (!dead) {
      dead = true;
      sim.trace(() -> "master " + term + " ends: " + why);
      sim.masterDied(this);
    }
  }

  /** Dies when that many more commands have left or Saves have become durable. */
  void dieAfter(int steps) {
    stepsToDeath = steps;
  }

  private boolean diesNow() {
    if (stepsToDeath >= 0 && stepsToDeath-- == 0) {
      sim.mark(Mark.MASTER_KILLED);
      die("killed");
    }
    return dead;
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
    for (Command command : commands) {
      outbox.add(
          command instanceof Save save
              ? new Item.Durable(save)
              : new Item.Leaving((Command.ToWorld) command));
    }
    sim.agenda().in(0, this::pump);
  }

  /** Answers a reader when all that it may have seen is durable. */
  void answer(Runnable reply) {
    outbox.add(new Item.Reply(reply));
    sim.agenda().in(0, this::pump);
  }

  /** Carries out what is next: Saves that follow each other are made durable together. */
  private void pump() {
    while (!dead && !appending && !outbox.isEmpty()) {
      if (outbox.peek() instanceof Item.Durable) {
        append();
      } else if (!diesNow()) {
        leave(outbox.remove());
      }
    }
  }

  private void leave(Item item) {
    if (item instanceof Item.Leaving leaving) {
      sim.trace(() -> "master " + term + " > " + leaving.command());
      sim.observer().leaves(this, leaving.command());
      orders.carryOut(leaving.command());
    } else if (item instanceof Item.Reply reply) {
      reply.reply().run();
    }
  }

  private void append() {
    appending = true;
    List<Save> batch = new ArrayList<>();
    while (outbox.peek() instanceof Item.Durable durable) {
      batch.add(durable.save());
      outbox.remove();
    }
    sim.agenda().in(sim.appendMs(), () -> appended(batch));
  }

  private void appended(List<Save> batch) {
    if (dead) {
      return;
    }
    for (Save save : batch) {
      if (diesNow()) {
        sim.mark(Mark.MASTER_KILLED_IN_SAVE);
        return;
      }
      if (!sim.store().append(term, List.of(save))) {
        sim.mark(Mark.ZOMBIE_REFUSED_BY_STORE);
        die("its term is over");
        return;
      }
    }
    appending = false;
    pump();
  }

  void receive(ToMaster message) {
    if (dead) {
      return;
    }
    WorkerId worker = message.worker();
    if (message instanceof ToMaster.TermRefused refused) {
      if (refused.term() > term) {
        sim.mark(Mark.ZOMBIE_REFUSED_BY_WORKER);
        die("a worker knows term " + refused.term());
      }
    } else if (message.term() > term) {
      die("a worker knows term " + message.term());
    } else if (message instanceof ToMaster.Hello hello) {
      apply(
          new Event.WorkerJoined(
              now(), hello.info(), hello.draining(), hello.running(), hello.held()));
      outcomes(worker, hello.outcomes());
    } else if (message instanceof ToMaster.Heartbeat heartbeat) {
      outcomes(worker, heartbeat.outcomes());
      apply(new Event.WorkerHeard(now(), worker, heartbeat.draining(), heartbeat.running()));
    } else if (message instanceof ToMaster.WantMapOutputs want) {
      answer(orders.answer(want));
    } else if (message instanceof ToMaster.MapOutputUnreadable unreadable) {
      apply(new Event.MapOutputUnreadable(now(), worker, unreadable.map()));
    } else if (message instanceof ToMaster.MapOutputChecked checked) {
      apply(new Event.MapOutputChecked(now(), worker, checked.map(), checked.healthy()));
    } else {
      throw new IllegalArgumentException("message: " + message);
    }
  }

  private void outcomes(WorkerId worker, List<Outcome> outcomes) {
    outcomes.forEach(outcome -> apply(new Event.AttemptEnded(now(), worker, outcome)));
  }

  /** Submits a job, or finds the one that was submitted with its key. */
  void submit(SimJob job, JobId id, Consumer<JobId> known) {
    Optional<JobId> found = scheduler.jobWithKey(job.key());
    if (found.isPresent()) {
      answer(() -> known.accept(found.get()));
    } else {
      apply(new Event.JobSubmitted(now(), id, job.spec()));
    }
  }
}
