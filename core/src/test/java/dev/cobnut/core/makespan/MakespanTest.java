package dev.cobnut.core.makespan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.chart.Page;
import org.junit.jupiter.api.Test;

/**
 * How long a million maps take that differ in length, with the real scheduler. {@code
 * -Dmakespan.write} plays 1 to 10,000 workers, and writes the table and the figure into {@code
 * docs}.
 */
final class MakespanTest {
  private static final int MAPS = 1_000_000;
  private static final int WORKERS = 10_000;
  private static final double MEAN_MS = 10_000;

  @Test
  void aMillionMapsOfAllLengthsEndWithin5PercentOfTheBound() {
    Load load = Load.logNormal(1, MAPS, MEAN_MS, 1);
    Fleet.Played played = new Fleet(load, Cost.TYPICAL, WORKERS).play();

    assertThat(load.longestMs()).as("there is a tail").isGreaterThan(50 * MEAN_MS);
    assertThat(played.makespanMs())
        .isGreaterThanOrEqualTo(load.totalMs() / WORKERS)
        .isLessThanOrEqualTo(1.05 * (load.totalMs() / WORKERS + load.longestMs()));
  }

  @Test
  void twiceTheWorkersHaveHalfTheMakespanWhileThereAreManyMapsForEach() {
    Load load = Load.logNormal(2, MAPS / 20, MEAN_MS, 1);
    double one = new Fleet(load, Cost.TYPICAL, 25).play().makespanMs();
    double twice = new Fleet(load, Cost.TYPICAL, 50).play().makespanMs();

    assertThat(one / twice).isBetween(1.9, 2.1);
  }

  @Test
  void writesTheCurveWhereAsked() {
    if (System.getProperty("makespan.write") != null) {
      Curves curves = Curves.play(MAPS);
      Page.writeSection("makespan", curves.markdown());
      Page.write("makespan.svg", curves.svg());
      assertThat(curves.markdown()).contains("10,000");
    }
  }
}
