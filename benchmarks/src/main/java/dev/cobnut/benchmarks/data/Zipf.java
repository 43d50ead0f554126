package dev.cobnut.benchmarks.data;

/** Draws ranks from 0 with the frequency 1 / (rank + 1), which is Zipf's law with s = 1. */
final class Zipf {
  private static final int GUIDES = 1 << 16;

  private final double[] cumulative;

  /** For each 65536th of the unit interval, the first rank that a draw from it may give. */
  private final int[] guide = new int[GUIDES + 1];

  Zipf(int ranks) {
    cumulative = new double[ranks];
    double total = 0;
    for (int rank = 0; rank < ranks; rank++) {
      total += 1.0 / (rank + 1);
      cumulative[rank] = total;
    }
    for (int rank = 0; rank < ranks; rank++) {
      cumulative[rank] /= total;
    }
    for (int i = 0; i <= GUIDES; i++) {
      guide[i] = rankOf((double) i / GUIDES, 0, ranks - 1);
    }
  }

  int draw(SplitMix random) {
    double unit = random.nextUnit();
    int i = (int) (unit * GUIDES);
    return rankOf(unit, guide[i], guide[i + 1]);
  }

  private int rankOf(double unit, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] < unit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
