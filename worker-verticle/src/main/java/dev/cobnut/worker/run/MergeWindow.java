package dev.cobnut.worker.run;

/**
 * Which neighbours of a list of sorted runs are merged into one, where they are too many to be
 * merged at once: those whose bytes are fewest, and only as many as it takes.
 *
 * @param begin index of the first
 * @param end index after the last
 */
public record MergeWindow(int begin, int end) {
  /**
   * Chooses neighbours.
   *
   * @param bytes of each run, in order; more than {@code fanIn} of them
   * @param fanIn how many runs are merged at once, 2 or more
   */
  public static MergeWindow smallest(long[] bytes, int fanIn) {
    int width = Math.min(fanIn, bytes.length - fanIn + 1);
    long sum = 0;
    for (int index = 0; index < width; index++) {
      sum += bytes[index];
    }
    long smallest = sum;
    int best = 0;
    for (int begin = 1; begin + width <= bytes.length; begin++) {
      sum += bytes[begin + width - 1] - bytes[begin - 1];
      if (sum < smallest) {
        smallest = sum;
        best = begin;
      }
    }
    return new MergeWindow(best, best + width);
  }
}
