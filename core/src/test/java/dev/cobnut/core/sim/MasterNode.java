package dev.cobnut.core.sim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A master-eligible node. The oldest that is up stands; one that was deposed stands again only when
 * the journal has been still for a while.
 */
final class MasterNode {
  private static final long WATCH_MS = 1_000;
  private static final long STILL_MS = 30_000;

  private final Simulation sim;
  private final String name;
  private final Draw draw;
  private boolean up;
  private int life;
  private long upSince;
  private long missedFromMs;
  private final Pauses pauses;
  private boolean deposed;
  private long lastSegment;
  private long lastSegmentMs;
  private @Nullable Standing standing;
  private @Nullable SimMaster acting;

  MasterNode(Simulation sim, String name) {
    this.sim = sim;
    this.name = name;
    this.pauses = new Pauses(sim.agenda());
    this.draw = sim.draw("master " + name);
  }

  String name() {
    return name;
  }

  Draw draw() {
    return draw;
  }

  boolean isUp() {
    return up;
  }

  /** Its place among the nodes: the lower, the older. */
  long upSince() {
    return upSince;
  }

  /** Whether the others hold it for there: it is, or isn't missed yet. */
  boolean isThought() {
    return up || sim.nowMs() < missedFromMs;
  }

  Optional<SimMaster> acting() {
    return Optional.ofNullable(acting);
  }

  boolean isStanding() {
    return standing != null;
  }

  void start() {
    if (!up) {
      up = true;
      life++;
      upSince = sim.nextAge();
      pauses.end();
      deposed = false;
      watch();
    }
  }

  void kill() {
    if (up) {
      sim.trace(() -> name + " is killed");
      up = false;
      missedFromMs = sim.nowMs() + draw.between(100, 2_500);
      leaveOffice();
    }
  }

  private void leaveOffice() {
    if (acting != null) {
      acting.end();
    }
    if (standing != null) {
      standing.giveUp();
    }
    acting = null;
    standing = null;
  }

  void pause(long ms) {
    pauses.begin(ms);
  }

  void wake() {
    pauses.end();
  }

  boolean isPaused() {
    return pauses.isPaused();
  }

  /** Does something later, if this life lasts and when it isn't paused. */
  void later(long delayMs, Runnable action) {
    int thisLife = life;
    sim.agenda().in(delayMs, () -> unlessPaused(thisLife, action));
  }

  private void unlessPaused(int whichLife, Runnable action) {
    if (!up || life != whichLife) {
      return;
    }
    if (isPaused()) {
      pauses.keep(() -> unlessPaused(whichLife, action));
    } else {
      action.run();
    }
  }

  private void watch() {
    long number = sim.journal().last();
    if (number != lastSegment) {
      lastSegment = number;
      lastSegmentMs = sim.nowMs();
    }
    boolean mayStand = !deposed || sim.nowMs() - lastSegmentMs >= STILL_MS;
    if (mayStand && sim.isOldest(this)) {
      if (deposed) {
        sim.mark(Mark.DEPOSED_STOOD_AGAIN);
      }
      stand();
    }
    later(WATCH_MS, this::watch);
  }

  /** Becomes master, or tries. */
  void stand() {
    if (up && acting == null && standing == null) {
      sim.trace(() -> name + " stands");
      deposed = false;
      Standing begun = new Standing(sim, this, draw);
      standing = begun;
      begun.begin();
    }
  }

  void act(long term, JournalImages images) {
    standing = null;
    if (term == sim.journal().newestTerm() && !images.isSame(sim.journal().truth())) {
      throw new Violation(
          "term " + term + " begins with " + images.difference(sim.journal().truth()));
    }
    sim.trace(() -> name + " acts in term " + term);
    SimMaster master = new SimMaster(sim, this, term, images);
    acting = master;
    master.start();
  }

  /** Another master's word counts: this one steps down. */
  void depose(String why) {
    sim.trace(() -> name + " is deposed: " + why);
    leaveOffice();
    deposed = true;
    lastSegmentMs = sim.nowMs();
  }
}
