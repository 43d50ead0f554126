package dev.cobnut.core.paper;

/** What came of a scenario. */
record Run(Scenario scenario, long endMs, Flows flows, Milestones milestones) {
  /** The paper's times count its start-up; its figure, and our clock, begin after that. */
  static final long STARTUP_MS = 41_000;

  /** 99 % of the reduces. */
  static final int MOST_REDUCES = Sort.REDUCES * 99 / 100;

  /** As the paper counts it. */
  long totalMs() {
    return endMs + STARTUP_MS;
  }

  /** From 99 % of the reduces completed to all of them, as a share of the run. */
  double tail() {
    Milestones ends = milestones;
    return (double) (ends.reducedMs(Sort.REDUCES) - ends.reducedMs(MOST_REDUCES)) / endMs;
  }

  /** How much longer it took than another run, start-up left out: 0.05 for 5 %. */
  double longerThan(Run other) {
    return (double) endMs / other.endMs - 1;
  }
}
