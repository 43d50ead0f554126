package dev.cobnut.core.makespan;

import java.util.Random;
import java.util.stream.DoubleStream;

/** How long each map takes. */
final class Load {
  private final double[] lengthsMs;

  private Load(double[] lengthsMs) {
    this.lengthsMs = lengthsMs;
  }

  /** Log-normal: many short ones, a few very long ones. */
  static Load logNormal(long seed, int maps, double meanMs, double sigma) {
    Random random = new Random(seed);
    double mu = Math.log(meanMs) - sigma * sigma / 2;
    return new Load(
        DoubleStream.generate(() -> Math.exp(mu + sigma * random.nextGaussian()))
            .limit(maps)
            .toArray());
  }

  double ms(int map) {
    return lengthsMs[map];
  }

  int maps() {
    return lengthsMs.length;
  }

  double totalMs() {
    return DoubleStream.of(lengthsMs).sum();
  }

  double longestMs() {
    return DoubleStream.of(lengthsMs).max().orElse(0);
  }
}
