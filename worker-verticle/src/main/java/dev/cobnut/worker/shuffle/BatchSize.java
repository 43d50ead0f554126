package dev.cobnut.worker.shuffle;

/**
 * How many regions a reduce asks for at once. It doesn't know their sizes, and the answers show
 * them: it asks for twice what the last one held, so that small regions come by the thousand, and
 * few are asked for in vain where they are large. Confined to the worker's context.
 */
final class BatchSize {
  /** Of the first requests. */
  static final int FIRST = 64;

  private static final int MIN = 2;

  private int max = FIRST;

  int max() {
    return max;
  }

  /** An answer held so many of the regions that were asked for. */
  void answered(int asked, int held) {
    if (held < asked) {
      max = Math.max(MIN, Math.min(2 * held, RegionBatch.MAPS_MAX));
    } else {
      max = Math.max(max, Math.min(2 * held, RegionBatch.MAPS_MAX));
    }
  }
}
