package dev.cobnut.worker.shuffle;

/**
 * How many regions a reduce asks for at once. It doesn't know their sizes, and the answers show
 * them: while they hold all, it asks for twice as many, and else for some more than the last one
 * held. So small regions come by the thousand, and few are asked for in vain where they are large.
 * Confined to the worker's context.
 */
final class BatchSize {
  /** Of the first requests. */
  static final int FIRST = 64;

  private int max = FIRST;

  int max() {
    return max;
  }

  /** An answer held so many of the regions that were asked for. */
  void answered(int asked, int held) {
    int next = held < asked ? held + held / 4 + 1 : Math.max(max, 2 * held);
    max = Math.min(next, RegionBatch.MAPS_MAX);
  }
}
