package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void medianIsTheMiddleOrBetweenTheTwo() {
    assertThat(Spread.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 5));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 8.0))).isEqualTo(new Spread(3, 1, 8));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /** The machine slowed down by the round: ratios of medians would be 3/2, and each pair says 2. */
  @Test
  void ratiosAreOfRunsOfOneRound() {
    Results results =
        new Results(
            Workload.GREP,
            List.of(
                run("a", 1, 1),
                run("b", 1, 2),
                run("a", 2, 2),
                run("b", 2, 4),
                run("a", 3, 4),
                run("b", 3, 8)));

    assertThat(results.ratio("b", "a", Cost::wallSeconds)).contains(new Spread(2, 2, 2));
    assertThat(results.ratio("a", "b", Cost::wallSeconds)).contains(new Spread(0.5, 0.5, 0.5));
  }

  @Test
  void ratioIsTheMedianOfRatiosAndNotTheRatioOfMedians() {
    Results results =
        new Results(
            Workload.GREP,
            List.of(
                run("a", 1, 1),
                run("b", 1, 9),
                run("a", 2, 2),
                run("b", 2, 4),
                run("a", 3, 3),
                run("b", 3, 3)));

    assertThat(results.ratio("b", "a", Cost::wallSeconds)).contains(new Spread(2, 1, 9));
  }

  @Test
  void warmUpDoesNotCount() {
    Results results =
        new Results(Workload.GREP, List.of(run("a", 0, 100), run("a", 1, 1), run("a", 2, 3)));

    assertThat(results.rounds("a")).isEqualTo(2);
    assertThat(results.figure("a", Cost::wallSeconds)).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void roundThatOneOfTheTwoLacksHasNoRatio() {
    Results results =
        new Results(Workload.GREP, List.of(run("a", 1, 1), run("a", 2, 1), run("b", 2, 3)));

    assertThat(results.ratio("b", "a", Cost::wallSeconds)).contains(new Spread(3, 3, 3));
    assertThat(results.ratio("b", "c", Cost::wallSeconds)).isEmpty();
  }

  @Test
  void rowHasFiguresAndRatios() {
    Results results = new Results(Workload.GREP, List.of(run("a", 1, 2), run("b", 1, 5)));

    assertThat(new ResultTable(results, "a").lines())
        .last()
        .isEqualTo(
            "| b | 1 | 5.00 (5.00–5.00) | 10.00 (10.00–10.00) | 30 (30–30) | 20 (20–20) |"
                + " 10 (10–10) | 2.50 (2.50–2.50) | 2.50 (2.50–2.50) |");
  }

  private static Run run(String contender, int round, double seconds) {
    Cost cost = new Cost(seconds, 2 * seconds, 30_000_000, 20_000_000, 10_000_000);
    return new Run(Workload.GREP, contender, round, cost, "digest");
  }
}
