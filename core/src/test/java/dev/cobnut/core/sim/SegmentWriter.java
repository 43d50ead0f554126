package dev.cobnut.core.sim;

import java.util.function.Consumer;

/** Creates segments: asks with the same bytes until it is known whose they are. */
final class SegmentWriter {
  private final Simulation sim;
  private final MasterNode node;

  SegmentWriter(Simulation sim, MasterNode node) {
    this.sim = sim;
    this.node = node;
  }

  /**
   * @param known hears whether the segment is this one
   */
  void create(Segment segment, Consumer<Boolean> known) {
    sim.storageLink()
        .create(
            node,
            segment,
            answer -> {
              if (answer != StorageLink.Answer.UNKNOWN) {
                known.accept(answer == StorageLink.Answer.MINE);
              } else if (sim.keeps(Rule.UNKNOWN_IS_ASKED_AGAIN)) {
                sim.mark(Mark.CREATE_ASKED_AGAIN);
                create(segment, known);
              } else {
                known.accept(true);
              }
            });
  }
}
