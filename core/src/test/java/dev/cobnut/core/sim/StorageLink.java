package dev.cobnut.core.sim;

/**
 * How well masters reach the state storage: each request takes a while, and may be lost, come late,
 * or lose its answer.
 */
final class StorageLink {
  private static final long TIMEOUT_MS = 1_000;

  /** What came of a request, as far as its sender can tell. */
  enum Answer {
    MINE,
    ANOTHERS,
    UNKNOWN
  }

  /** Hears the answer. */
  @FunctionalInterface
  interface Asker {
    void answered(Answer answer);
  }

  private final Simulation sim;
  private static final long FAST_MS = 3;
  private static final long USUAL_MS = 30;

  private final Draw draw;
  private final long usualMsMax;
  private int unsurePermille;
  private long slowMs;

  StorageLink(Simulation sim) {
    this.sim = sim;
    this.draw = sim.draw("storage");
    this.usualMsMax = sim.draw("kind of storage").oneIn(2) ? FAST_MS : USUAL_MS;
  }

  /**
   * @param unsure of thousand requests, how many get no answer
   */
  void disturb(int unsure) {
    unsurePermille = unsure;
  }

  void slowDown(long ms) {
    slowMs = ms;
  }

  long latencyMs() {
    return draw.between(0, usualMsMax) + (slowMs > 0 ? draw.between(0, slowMs) : 0);
  }

  private boolean create(Segment segment) {
    if (!sim.keeps(Rule.SEGMENTS_ARE_NEVER_REPLACED)) {
      sim.journal().remove(segment.number());
    }
    return sim.journal().createIfAbsent(segment);
  }

  /** Asks once; what arrives at the storage is done there, whether or not the sender lives. */
  void create(MasterNode sender, Segment segment, Asker asker) {
    if (draw.permille(unsurePermille)) {
      sender.later(TIMEOUT_MS, () -> asker.answered(Answer.UNKNOWN));
      switch (draw.below(3)) {
        case 0 -> sim.mark(Mark.CREATE_LOST);
        case 1 -> {
          sim.mark(Mark.CREATE_REPLY_LOST);
          sim.agenda().in(latencyMs(), () -> create(segment));
        }
        default -> {
          sim.mark(Mark.CREATE_LATE);
          long ms = draw.between(500, 20_000);
          sim.agenda().in(ms, () -> create(segment));
        }
      }
      return;
    }
    sim.agenda()
        .in(
            latencyMs(),
            () -> {
              boolean mine = create(segment);
              sender.later(1, () -> asker.answered(mine ? Answer.MINE : Answer.ANOTHERS));
            });
  }
}
