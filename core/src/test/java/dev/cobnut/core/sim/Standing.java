package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.List;
import java.util.Optional;

/**
 * A try to become master: notes the newest snapshot, reads a base and all segments after it,
 * creates the next number, and acts if the newest snapshot is still the same; else it reads again.
 */
final class Standing {
  private static final int READS_AT_ONCE = 8;

  private final Simulation sim;
  private final MasterNode node;
  private final SegmentWriter writer;
  private final Draw draw;
  private Optional<Snapshot> noted = Optional.empty();
  private JournalImages images = new JournalImages();
  private long position;
  private boolean over;

  Standing(Simulation sim, MasterNode node, Draw draw) {
    this.sim = sim;
    this.node = node;
    this.writer = new SegmentWriter(sim, node);
    this.draw = draw;
  }

  void giveUp() {
    over = true;
  }

  void begin() {
    noted = sim.journal().newestSnapshot();
    step(this::readBase);
  }

  private void step(Runnable action) {
    node.later(
        draw.between(0, 20),
        () -> {
          if (!over) {
            action.run();
          }
        });
  }

  private void readBase() {
    boolean old = !sim.keeps(Rule.OLD_MAPS_ARE_NO_BASE);
    long segmentMin = old ? 0 : noted.map(Snapshot::number).orElse(0L);
    Optional<SimMaps.Base> maps = sim.maps().read(segmentMin, sim.keeps(Rule.ENTRIES_ARE_CHECKED));
    if (maps.isPresent()) {
      sim.mark(Mark.BEGAN_FROM_MAPS);
      beginWith(maps.get().images(), maps.get().segment());
    } else if (noted.isEmpty()) {
      beginWith(List.of(), 0);
    } else if (sim.journal().has(noted.get())) {
      sim.mark(Mark.BEGAN_FROM_SNAPSHOT);
      beginWith(noted.get().images(), noted.get().number());
    } else {
      sim.mark(Mark.SNAPSHOT_VANISHED);
      begin();
    }
  }

  private void beginWith(List<Save> base, long segment) {
    images = new JournalImages(base);
    position = segment;
    step(this::readTail);
  }

  private void readTail() {
    for (int read = 0; read < READS_AT_ONCE; read++) {
      Segment next = sim.journal().read(position + 1);
      if (next == null) {
        Segment opening = Segment.opening(position + 1, sim.journal().nextNonce());
        step(() -> writer.create(opening, mine -> known(opening, mine)));
        return;
      }
      images.applyAll(next.saves());
      position++;
    }
    step(this::readTail);
  }

  private void known(Segment opening, boolean mine) {
    if (over) {
      return;
    }
    if (mine) {
      sim.trace(() -> node.name() + " opens term " + opening.number());
      position = opening.number();
      step(() -> check(opening));
    } else {
      sim.mark(Mark.TERM_NUMBER_TAKEN);
      step(this::readTail);
    }
  }

  private void check(Segment opening) {
    if (holds(opening)) {
      node.act(opening.number(), images);
    } else {
      sim.mark(Mark.TERM_VOID);
      begin();
    }
  }

  private boolean holds(Segment opening) {
    if (!sim.keeps(Rule.SNAPSHOTS_ARE_CHECKED)) {
      return true;
    } else if (!sim.keeps(Rule.PREDECESSOR_IS_NO_PROOF)) {
      return opening.number() == 1 || sim.journal().read(opening.number() - 1) != null;
    } else if (!sim.keeps(Rule.NEWEST_SNAPSHOT_COUNTS)) {
      return noted.isEmpty() || sim.journal().has(noted.get());
    }
    return sim.journal().newestSnapshot().equals(noted);
  }
}
