package dev.cobnut.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {
  private static final int SEEDS = 1_000;

  private static Simulation buggy(Plan plan) {
    return new Simulation(plan).without(Rule.TERMS_STAY);
  }

  private static Plan failing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Plan plan = Plan.of(seed);
      if (Played.of(plan, ShrinkerTest::buggy).failed()) {
        return plan;
      }
    }
    throw new AssertionError("the planted bug isn't found within " + SEEDS + " seeds");
  }

  @Test
  void failingPlanShrinksToStrikesOfWhichEachIsNeeded() {
    Plan plan = failing();
    Plan small = Shrinker.shrink(plan, ShrinkerTest::buggy);

    assertThat(Played.of(small, ShrinkerTest::buggy).failed()).isTrue();
    assertThat(small.strikes().size()).isBetween(1, plan.strikes().size() / 2);
    assertThat(small.jobs()).hasSizeLessThanOrEqualTo(plan.jobs().size());
    for (Strike strike : small.strikes()) {
      List<Strike> others = new ArrayList<>(small.strikes());
      others.remove(strike);
      assertThat(Played.of(small.withStrikes(others), ShrinkerTest::buggy).failed())
          .as("without " + strike)
          .isFalse();
    }
  }

  @Test
  void storyOfAFailingPlanTellsItsStrikesItsEventsAndItsEnd() {
    Plan plan = failing();
    String story = Shrinker.story(plan, ShrinkerTest::buggy);

    assertThat(story)
        .contains("seed " + plan.seed())
        .contains("(strike ")
        .contains("ends with: dev.cobnut.core.sim.Violation")
        .contains("master ");
  }

  @Test
  void samePlanGivesTheSameRun() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(trace(seed)).isEqualTo(trace(seed));
    }
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    new Simulation(Plan.of(seed)).traced(lines::add).run();
    return lines;
  }
}
