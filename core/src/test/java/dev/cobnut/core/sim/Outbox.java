package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What an acting master has decided, on its way out: Saves are gathered into segments, one in
 * flight; then the maps follow; then what waited behind the Saves leaves. The master can be killed
 * at every step.
 */
final class Outbox {
  /** What waits to be carried out. */
  private sealed interface Item {
    /** To be in a segment: a Save, or nothing, where a segment is to show that this word counts. */
    final class Saving implements Item {
      private final List<Save> saves;
      private boolean sent;
      private boolean durable;

      Saving(List<Save> saves) {
        this.saves = saves;
      }
    }

    record Leaving(Command.ToWorld command) implements Item {}

    record Reply(Runnable reply) implements Item {}
  }

  private static final long SEGMENT_EVERY_MS = 10_000;
  private static final int SAVES_MAX = 20;

  private final Simulation sim;
  private final SimMaster master;
  private final JournalImages images;
  private final SegmentWriter writer;
  private final MapsWriter maps;
  private final SnapshotWriter snapshots;
  private final Deque<Item> items = new ArrayDeque<>();
  private long number;
  private long segmentMs;
  private boolean inFlight;
  private int stepsToDeath = -1;

  /**
   * @param images what the journal says, up to the master's term
   */
  Outbox(Simulation sim, SimMaster master, JournalImages images) {
    this.sim = sim;
    this.master = master;
    this.images = images;
    this.writer = new SegmentWriter(sim, master.node());
    this.maps = new MapsWriter(sim, master.node(), master.term());
    this.snapshots = new SnapshotWriter(sim, master.node(), master.term());
    this.number = master.term();
  }

  /** Puts what the master begins with into its maps, and sees to it that segments keep coming. */
  void open() {
    segmentMs = sim.nowMs();
    inFlight = true;
    maps.base(images);
    maps.write(number, List.of(), this::segmentDone);
    watch();
  }

  private void watch() {
    if (!inFlight && sim.nowMs() - segmentMs >= SEGMENT_EVERY_MS) {
      sim.mark(Mark.EMPTY_SEGMENT_WRITTEN);
      append(List.of());
    }
    master.later(1_000, this::watch);
  }

  /** Nothing waits to become durable, or to leave. */
  boolean isSettled() {
    return items.isEmpty() && !inFlight;
  }

  MapsWriter maps() {
    return maps;
  }

  /** Has its node killed after that many more steps. */
  void dieAfter(int steps) {
    stepsToDeath = steps;
  }

  private boolean diesNow(Mark where) {
    if (master.isAlive() && stepsToDeath >= 0 && stepsToDeath-- == 0) {
      sim.mark(where);
      master.node().kill();
    }
    return !master.isAlive();
  }

  void add(List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Save save) {
        items.add(new Item.Saving(List.of(save)));
      } else {
        if (deletes(command)) {
          items.add(new Item.Saving(List.of()));
        }
        items.add(new Item.Leaving((Command.ToWorld) command));
      }
    }
    if (!commands.isEmpty()) {
      master.later(0, this::pump);
    }
  }

  /**
   * Whether files go. That a master doesn't know an attempt is no proof where another acts by now;
   * a segment that it takes after its decision shows that none does.
   */
  private static boolean deletes(Command command) {
    return command instanceof Command.DropJobData
        || (command instanceof Command.AcknowledgeOutcome outcome && outcome.discard());
  }

  /** Answers a reader when all that it may have seen is durable. */
  void answer(Runnable reply) {
    items.add(new Item.Reply(reply));
    master.later(0, this::pump);
  }

  private void pump() {
    while (master.isAlive() && !items.isEmpty()) {
      Item next = items.element();
      boolean waits = next instanceof Item.Saving saving && !saving.durable;
      if (waits && sim.keeps(Rule.SEGMENTS_COME_FIRST)) {
        break;
      } else if (waits) {
        leaveFirst();
        break;
      } else if (next instanceof Item.Saving) {
        items.remove();
      } else if (!diesNow(Mark.MASTER_KILLED_AT_COMMAND)) {
        leave(items.remove());
      }
    }
    if (master.isAlive() && !inFlight) {
      List<Item.Saving> batch = batch();
      if (!batch.isEmpty()) {
        append(batch);
      }
    }
  }

  /** What a master must not do: it lets out what waits behind Saves. */
  private void leaveFirst() {
    List<Item> early = items.stream().filter(item -> !(item instanceof Item.Saving)).toList();
    items.removeAll(early);
    early.forEach(this::leave);
  }

  private List<Item.Saving> batch() {
    List<Item.Saving> batch = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Saving saving && !saving.sent && batch.size() < SAVES_MAX) {
        batch.add(saving);
      }
    }
    return batch;
  }

  private void leave(Item item) {
    if (item instanceof Item.Leaving leaving) {
      sim.trace(() -> "master " + master.term() + " > " + leaving.command());
      sim.observer().leaves(leaving.command());
      master.orders().carryOut(leaving.command());
    } else if (item instanceof Item.Reply reply) {
      reply.reply().run();
    }
  }

  private void append(List<Item.Saving> batch) {
    if (diesNow(Mark.MASTER_KILLED_BEFORE_SEGMENT)) {
      return;
    }
    inFlight = true;
    segmentMs = sim.nowMs();
    batch.forEach(saving -> saving.sent = true);
    List<Save> saves = batch.stream().flatMap(saving -> saving.saves.stream()).toList();
    Segment segment = new Segment(number + 1, master.term(), sim.journal().nextNonce(), saves);
    writer.create(segment, mine -> known(segment, batch, mine));
  }

  private void known(Segment segment, List<Item.Saving> batch, boolean mine) {
    if (!master.isAlive() || diesNow(Mark.MASTER_KILLED_AFTER_SEGMENT)) {
      return;
    }
    if (!mine && sim.keeps(Rule.TAKEN_NUMBER_DEPOSES)) {
      sim.mark(Mark.ZOMBIE_REFUSED_BY_JOURNAL);
      master.node().depose("segment " + segment.number() + " is another's");
      return;
    }
    number++;
    images.applyAll(segment.saves());
    snapshots.segmentTook(number, images);
    maps.write(
        number,
        segment.saves(),
        () -> {
          batch.forEach(saving -> saving.durable = true);
          segmentDone();
        });
  }

  private void segmentDone() {
    inFlight = false;
    if (master.isAlive()) {
      pump();
    }
  }
}
