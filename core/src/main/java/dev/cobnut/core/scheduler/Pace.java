package dev.cobnut.core.scheduler;

/** How long the tasks of a table take of late: an average in which the last eight count most. */
final class Pace {
  private static final int WEIGHT = 8;

  /** How much work may wait behind a worker's slot, ms. */
  private static final long AHEAD_MS = 50;

  /** In thousandths of a ms; -1 before the first. */
  private long average = -1;

  void add(long ms) {
    long sample = Math.max(0, ms) * 1_000;
    average = average < 0 ? sample : average + (sample - average) / WEIGHT;
  }

  /** How many such tasks may wait behind a slot: none of long ones, nor before it is known. */
  int ahead() {
    if (average < 0) {
      return 0;
    }
    long fitting = AHEAD_MS * 1_000 / Math.max(1_000, average);
    return fitting < 2 ? 0 : (int) fitting;
  }
}
