package dev.cobnut.core.scheduler;

/**
 * How long tasks took, as counts in ranges that grow by an eighth: the median is known to that, in
 * a fixed space.
 */
final class Durations {
  private static final int PARTS = 8;

  private final int[] counts = new int[64 * PARTS];
  private int size;

  void add(long ms) {
    counts[range(Math.max(0, ms))]++;
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The middle one's range, its end, ms; 0 where there are none. */
  long medianMs() {
    int left = (size + 1) / 2;
    for (int range = 0; range < counts.length && size > 0; range++) {
      left -= counts[range];
      if (left <= 0) {
        return end(range);
      }
    }
    return 0;
  }

  /** Below 16, each number is a range; above, each power of two has eight. */
  private static int range(long ms) {
    if (ms < 2 * PARTS) {
      return (int) ms;
    }
    int shift = 60 - Long.numberOfLeadingZeros(ms);
    return shift * PARTS + (int) (ms >>> shift);
  }

  private static long end(int range) {
    if (range < 2 * PARTS) {
      return range;
    }
    int shift = range / PARTS - 1;
    return ((long) (range % PARTS + PARTS + 1) << shift) - 1;
  }
}
