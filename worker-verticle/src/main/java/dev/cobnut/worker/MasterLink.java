package dev.cobnut.worker;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The worker's part in the talk with masters: what it hears goes in, its duties come out. Messages
 * may come twice, late, or never, so each outcome is told until it is acknowledged, and an attempt
 * is begun once. A term below the highest that was heard is refused. Confined to the worker's
 * context.
 */
final class MasterLink {
  /** Of the terms whose masters are remembered, so that they can be told that they are over. */
  private static final int TERMS_MAX = 16;

  /** Heartbeats from one hello to the next, where anything is held. */
  static final int TICKS_OF_HELLO = 30;

  private final WorkerInfo info;
  private final Supplier<List<RunningAttempt>> running;
  private final BooleanSupplier diskIsSick;
  private final AttemptBook book = new AttemptBook();
  private final TreeMap<Long, String> masters = new TreeMap<>();

  /** The highest that was heard; 0 before any was. */
  private long term;

  private long ticks;

  /** Whether it was told to take no more tasks. */
  private boolean draining;

  /** Whether it has said goodbye: then it neither says nor does anything any more. */
  private boolean left;

  /** Whether something was found on the disk since the last hello. */
  private boolean hasFound;

  /**
   * A link to no master yet.
   *
   * @param running what runs now, or waits for a slot
   * @param diskIsSick so that it takes no new tasks
   */
  MasterLink(WorkerInfo info, Supplier<List<RunningAttempt>> running, BooleanSupplier diskIsSick) {
    this.info = info;
    this.running = running;
    this.diskIsSick = diskIsSick;
  }

  /** The highest term that was heard; 0 before any was. */
  long term() {
    return term;
  }

  /** A master said something. */
  List<Duty> heard(ToWorker message) {
    if (left) {
      return List.of();
    }
    if (message.term() < term) {
      return refuse(message);
    }
    boolean isNews = message.term() > term || !masters.containsKey(term);
    term = message.term();
    if (message instanceof ToWorker.MasterActs acts) {
      masters.putIfAbsent(term, acts.masterNode());
      while (masters.size() > TERMS_MAX) {
        masters.pollFirstEntry();
      }
      return isNews ? hello() : List.of();
    }
    return carryOut(message);
  }

  /** Whether what a master asks is to be answered; if not, the duties say so. */
  boolean accepts(ToWorker message) {
    return message.term() >= term && !left;
  }

  private List<Duty> carryOut(ToWorker message) {
    if (message instanceof ToWorker.SayHello) {
      return hello();
    }
    if (message instanceof ToWorker.StartMap order) {
      return start(List.of(order));
    }
    if (message instanceof ToWorker.StartMaps orders) {
      return start(orders.each());
    }
    if (message instanceof ToWorker.StartReduce order) {
      return book.begin(order.attempt(), order.job().spec().output())
          ? List.of(new Duty.RunReduce(order))
          : beatIfUnacknowledged(order.attempt());
    }
    if (message instanceof ToWorker.StopAttempt stop) {
      return book.stop(stop.attempt());
    }
    if (message instanceof ToWorker.Acknowledge acknowledge) {
      List<Duty> duties = new ArrayList<>();
      acknowledge.kept().forEach(book::keep);
      acknowledge.discarded().forEach(attempt -> duties.addAll(book.discard(attempt)));
      return duties;
    }
    if (message instanceof ToWorker.MapOutputsAre news) {
      return List.of(new Duty.Note(news));
    }
    if (message instanceof ToWorker.CheckMapOutput check) {
      return List.of(new Duty.Check(check.attempt()));
    }
    if (message instanceof ToWorker.DropJob drop) {
      List<Duty> duties = new ArrayList<>(book.drop(drop.job()));
      duties.add(new Duty.Drop(drop.job()));
      return duties;
    }
    if (message instanceof ToWorker.Drain drain) {
      draining = drain.draining();
      return List.of();
    }
    if (message instanceof ToWorker.DescribePlan) {
      return List.of();
    }
    throw new IllegalStateException("message: " + message + " (expected: one that is known)");
  }

  private List<Duty> start(List<ToWorker.StartMap> orders) {
    List<Duty> duties = new ArrayList<>();
    for (ToWorker.StartMap order : orders) {
      if (book.begin(order.attempt(), order.job().spec().output())) {
        duties.add(new Duty.RunMap(order));
      } else {
        duties.addAll(beatIfUnacknowledged(order.attempt()));
      }
    }
    return duties;
  }

  /** An attempt ended; told with the next beat. */
  List<Duty> ended(Outcome outcome) {
    return book.end(outcome);
  }

  /** A map output of an earlier life was read. */
  List<Duty> found(AttemptId map, boolean isWhole) {
    hasFound = true;
    if (!isWhole) {
      return book.foundDamaged(map);
    }
    book.found(map);
    return List.of();
  }

  /** Map outputs of an earlier life are there, and are held whole until they are read. */
  void assume(Collection<AttemptId> maps) {
    maps.forEach(book::found);
  }

  /** Tells what was found since the last hello, whole or not. */
  List<Duty> offer() {
    return hasFound ? hello() : List.of();
  }

  /** Whether a master has yet to say what an outcome is worth. */
  boolean awaitsAcknowledgement() {
    return masters.containsKey(term) && book.hasUnacknowledged();
  }

  /** The worker ends: the last word to its master. */
  List<Duty> leave() {
    List<Duty> goodbye = tell(List.of(new ToMaster.Leaving(term, info.id())));
    left = true;
    return goodbye;
  }

  /**
   * A heartbeat's interval has passed. Now and then all that is held is told again: that a job has
   * ended is said once, and a worker that was cut off then would keep its files for good.
   */
  List<Duty> tick() {
    ticks++;
    return ticks % TICKS_OF_HELLO == 0 && !book.held().isEmpty() ? hello() : beat();
  }

  /** It is time to be heard. */
  List<Duty> beat() {
    return tell(
        MessageParts.of(book.unacknowledged()).stream()
            .<ToMaster>map(
                outcomes ->
                    new ToMaster.Heartbeat(term, info.id(), takesNone(), running.get(), outcomes))
            .toList());
  }

  private boolean takesNone() {
    return draining || diskIsSick.getAsBoolean();
  }

  /** A map output was read again. */
  List<Duty> checked(AttemptId map, boolean healthy) {
    if (!healthy) {
      book.damaged(map);
    }
    return tell(List.of(new ToMaster.MapOutputChecked(term, info.id(), map, healthy)));
  }

  /** A reduce couldn't read a map output. */
  List<Duty> unreadable(AttemptId map, WorkerId owner, String reason) {
    return tell(List.of(new ToMaster.MapOutputUnreadable(term, info.id(), map, owner, reason)));
  }

  /** A reduce wants to know where map outputs lie. */
  List<Duty> wanted(JobId job, int stage, int fromMap) {
    return tell(List.of(new ToMaster.WantMapOutputs(term, info.id(), job, stage, fromMap)));
  }

  private List<Duty> hello() {
    hasFound = hasFound && !masters.containsKey(term);
    List<ToMaster> messages = new ArrayList<>();
    for (List<Outcome> outcomes : MessageParts.of(book.unacknowledged())) {
      messages.add(
          messages.isEmpty()
              ? new ToMaster.Hello(term, info, takesNone(), running.get(), outcomes, book.held())
              : new ToMaster.Heartbeat(term, info.id(), takesNone(), running.get(), outcomes));
    }
    return tell(messages);
  }

  private List<Duty> beatIfUnacknowledged(AttemptId attempt) {
    return book.isUnacknowledged(attempt) ? beat() : List.of();
  }

  private List<Duty> tell(List<ToMaster> messages) {
    String master = masters.get(term);
    return master == null || left
        ? List.of()
        : messages.stream().<Duty>map(message -> new Duty.Tell(master, message)).toList();
  }

  private List<Duty> refuse(ToWorker message) {
    if (message instanceof ToWorker.MasterActs acts) {
      masters.putIfAbsent(acts.term(), acts.masterNode());
    }
    Map.Entry<Long, String> master = masters.floorEntry(message.term());
    return master == null || master.getKey() != message.term()
        ? List.of()
        : List.of(
            new Duty.Tell(
                master.getValue(), new ToMaster.TermRefused(term, info.id(), message.term())));
  }
}
