package dev.cobnut.core.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a plan that fails smaller: leaves out parts as long as the rest still fails, larger pieces
 * first, until no single part can be left out.
 */
final class Shrinker {
  private static final int RUNS_MAX = 2_000;
  private static final int LINES_MAX = 60;

  private final Function<Plan, Simulation> world;
  private int runs;

  private Shrinker(Function<Plan, Simulation> world) {
    this.world = world;
  }

  /**
   * The smallest plan found that still fails.
   *
   * @param world makes the run of a plan
   */
  static Plan shrink(Plan failing, Function<Plan, Simulation> world) {
    return new Shrinker(world).shrink(failing);
  }

  /** What a failing plan comes to when it is shrunk, with the last of what happens in it. */
  static String story(Plan failing, Function<Plan, Simulation> world) {
    Plan small = shrink(failing, world);
    Deque<String> lines = new ArrayDeque<>();
    Function<Plan, Simulation> traced =
        plan ->
            world
                .apply(plan)
                .traced(
                    line -> {
                      lines.add(line);
                      if (lines.size() > LINES_MAX) {
                        lines.remove();
                      }
                    });
    Played played = Played.of(small, traced);
    return "Shrunk: "
        + small
        + "ends with: "
        + played.failure()
        + "\nafter:\n"
        + String.join("\n", lines);
  }

  private Plan shrink(Plan failing) {
    Plan plan = failing;
    for (boolean smaller = true; smaller && runs < RUNS_MAX; ) {
      Plan before = plan;
      plan = least(plan, plan.strikes(), plan::withStrikes);
      plan = least(plan, plan.jobs(), plan::withJobs);
      plan = least(plan, plan.workers(), plan::withWorkers);
      while (plan.masters() > 1 && fails(plan.withMasters(plan.masters() - 1))) {
        plan = plan.withMasters(plan.masters() - 1);
      }
      smaller = !plan.equals(before);
    }
    return plan;
  }

  /** Leaves out pieces of a list, half of it first, then smaller ones. */
  private <T> Plan least(Plan plan, List<T> all, Function<List<T>, Plan> with) {
    Plan best = plan;
    List<T> kept = all;
    for (int size = Math.max(1, kept.size() / 2); size >= 1; size /= 2) {
      for (int at = 0; at < kept.size() && runs < RUNS_MAX; ) {
        List<T> rest = new ArrayList<>(kept.subList(0, at));
        rest.addAll(kept.subList(Math.min(kept.size(), at + size), kept.size()));
        Plan smaller = with.apply(rest);
        if (fails(smaller)) {
          kept = rest;
          best = smaller;
        } else {
          at += size;
        }
      }
    }
    return best;
  }

  private boolean fails(Plan plan) {
    runs++;
    return !plan.workers().isEmpty() && Played.of(plan, world).failed();
  }
}
