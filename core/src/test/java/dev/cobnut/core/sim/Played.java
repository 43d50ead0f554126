package dev.cobnut.core.sim;

import java.util.Set;
import java.util.function.Function;

/**
 * What came of a run.
 *
 * @param failure empty where all went well
 */
record Played(long seed, Set<String> seen, String failure) {
  static Played of(long seed) {
    return of(Plan.of(seed), Simulation::new);
  }

  /**
   * @param world makes the run of a plan
   */
  static Played of(Plan plan, Function<Plan, Simulation> world) {
    try {
      return new Played(plan.seed(), world.apply(plan).run(), "");
    } catch (RuntimeException broken) {
      return new Played(plan.seed(), Set.of(), broken.toString());
    }
  }

  boolean failed() {
    return !failure.isEmpty();
  }
}
