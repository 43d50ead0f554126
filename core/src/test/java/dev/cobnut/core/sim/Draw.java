package dev.cobnut.core.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of drawn numbers. Whoever draws has a stream of its own, so that what one does more or
 * less doesn't change what the others draw.
 */
final class Draw {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final SplittableRandom random;

  private Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The stream of one purpose in a run. */
  static Draw of(long seed, String purpose) {
    return new Draw(mix(seed * GOLDEN + purpose.hashCode()));
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** From the one to the other, both included. */
  long between(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  boolean permille(int permille) {
    return permille > 0 && random.nextInt(1_000) < permille;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
