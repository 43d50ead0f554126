package dev.cobnut.core.sim;

/**
 * Writes a snapshot now and then, slowly, and deletes then what it has made needless, one thing at
 * a time, whatever becomes of its master meanwhile.
 */
final class SnapshotWriter {
  private final Simulation sim;
  private final MasterNode node;
  private final long every;
  private long lastBegun;

  SnapshotWriter(Simulation sim, MasterNode node, long term) {
    this.sim = sim;
    this.node = node;
    this.every = node.draw().between(2, 12);
    this.lastBegun = term;
  }

  void segmentTook(long number, JournalImages images) {
    if (number - lastBegun >= every) {
      lastBegun = number;
      Snapshot snapshot = new Snapshot(number, sim.journal().nextNonce(), images.all());
      long ms = node.draw().between(20, 2_000) + sim.snapshotSlowMs(node.draw());
      boolean landsAnyway = node.draw().oneIn(2);
      Runnable lands = () -> lands(snapshot);
      if (landsAnyway) {
        sim.agenda().in(ms, lands);
      } else {
        node.later(ms, lands);
      }
    }
  }

  private void lands(Snapshot snapshot) {
    if (sim.journal().last() > snapshot.number() + every) {
      sim.mark(Mark.SNAPSHOT_LANDED_LATE);
    }
    sim.trace(() -> "snapshot " + snapshot.number() + " lands");
    sim.journal().put(snapshot);
    tidy(snapshot);
  }

  private void tidy(Snapshot snapshot) {
    sim.agenda()
        .in(
            node.draw().between(1, 50),
            () -> {
              boolean sparesTerms = sim.keeps(Rule.TERMS_STAY);
              if (node.isUp() && sim.journal().deleteOneBefore(snapshot, sparesTerms)) {
                sim.mark(Mark.SEGMENT_DELETED);
                tidy(snapshot);
              }
            });
  }
}
