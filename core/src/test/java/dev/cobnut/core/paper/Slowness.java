package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskKind;
import java.util.Random;

/**
 * How much slower than the rates a machine is, and an attempt. Fitted to the run without backup
 * tasks: the paper tells that all but 5 reduces were done after 960 s, and the last 300 s later.
 *
 * @param machines standard deviation of the logarithm of a machine's slowness
 * @param maps the same of a map's, beside its machine's
 * @param reduces the same of a reduce's
 * @param stragglers machines that are much slower
 * @param factor by which they are
 */
record Slowness(
    long seed, double machines, double maps, double reduces, int stragglers, double factor) {
  static final Slowness FITTED = new Slowness(2004, 0.06, 0.2, 0.06, 5, 3.3);

  /** The same, but for which machines and attempts are slow, and how much machines differ. */
  Slowness with(long otherSeed, double otherMachines) {
    return new Slowness(otherSeed, otherMachines, maps, reduces, stragglers, factor);
  }

  double[] ofMachines(int count) {
    Random random = new Random(seed);
    double[] slowness = new double[count];
    for (int machine = 0; machine < count; machine++) {
      slowness[machine] = Math.exp(machines * random.nextGaussian());
    }
    for (int straggler = 0; straggler < stragglers; straggler++) {
      slowness[random.nextInt(count)] *= factor;
    }
    return slowness;
  }

  /** The same for an attempt in all runs, so that runs differ by what happens in them only. */
  double of(AttemptId attempt) {
    double spread = attempt.task().kind() == TaskKind.MAP ? maps : reduces;
    String name = attempt.task().name() + "." + attempt.number();
    long mixed = (seed * 31 + name.hashCode()) * 0x9E3779B97F4A7C15L;
    return Math.exp(spread * new Random(mixed).nextGaussian());
  }
}
