package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A system that can do some of the workloads. */
interface Contender {
  String name();

  /** Whether it can do the workload at all, built or not. */
  boolean does(Workload workload);

  /** Why it can't run here and now, such as not being built; empty where it can. */
  Optional<String> missing();

  /**
   * The command of a run, for the reader of the results; folders stand in it as {@code IN} and
   * {@code OUT}.
   */
  String shown(Workload workload);

  /** Does the work once and says what that took; {@code out} isn't there yet. */
  Cost run(Workload workload, Path in, Path out, Meter meter)
      throws IOException, InterruptedException;
}
