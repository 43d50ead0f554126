package dev.cobnut.benchmarks.data;

/**
 * The SplitMix64 generator (Steele, Lea, Flood, 2014): written out here, so that no library's
 * change can change the data.
 */
final class SplitMix {
  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  /** 0 to 1, without 1. */
  double nextUnit() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** 0 to bound, without bound. */
  int nextBelow(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }
}
