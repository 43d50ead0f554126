package dev.cobnut.core.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.chart.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The sort of the original paper (Dean, Ghemawat, "MapReduce: Simplified Data Processing on Large
 * Clusters", OSDI 2004, section 5), simulated with the real scheduler. {@code -Dpaper.write} writes
 * the table and the figure into {@code docs}.
 */
final class PaperSortTest {
  @Test
  void losesLessThanThePapersToStragglersAndToKilledWorkers() {
    List<Run> runs =
        Stream.of(Scenario.NORMAL, Scenario.NO_BACKUPS, Scenario.KILLED)
            .parallel()
            .map(PaperSortTest::play)
            .toList();
    Run normal = runs.get(0);
    Run noBackups = runs.get(1);
    Run killed = runs.get(2);
    if (System.getProperty("paper.write") != null) {
      write(normal, noBackups, killed);
    }

    assertThat(normal.milestones().backups()).as("backup tasks").isPositive();
    assertThat(noBackups.milestones().backups()).isZero();
    assertThat(noBackups.longerThan(normal)).isGreaterThan(0.2);
    assertThat(normal.tail()).isLessThanOrEqualTo(0.05);

    assertThat(killed.milestones().orders())
        .as("what ran on 200 machines ran again, what was completed didn't")
        .isBetween(normal.milestones().orders() + 200, normal.milestones().orders() + 600);
    assertThat(killed.longerThan(normal)).isLessThanOrEqualTo(0.03);
    assertThat(killed.tail()).isLessThanOrEqualTo(0.05);
  }

  private static Run play(Scenario scenario) {
    return new Cluster(Rates.FITTED, Slowness.FITTED, scenario).run();
  }

  private static void write(Run normal, Run noBackups, Run killed) {
    List<Run> elsewhen =
        Stream.of(200_000L, 400_000L, 500_000L, 600_000L, 700_000L)
            .map(Scenario::killedAt)
            .map(PaperSortTest::play)
            .toList();
    Run disksToo = play(Scenario.KILLED_WITH_DISKS);
    Page.write("paper-sort.svg", PaperFigure.svg(List.of(normal, noBackups, killed)));
    Page.writeSection(
        "paper",
        PaperTable.markdown(normal, noBackups, killed, disksToo, elsewhen) + "\n" + others());
  }

  /** Other machines slow, and the ordinary ones more alike or less. */
  private static String others() {
    StringBuilder table =
        new StringBuilder(
            "| seed | sigma of machines | normal run | its tail | 200 killed after 300 s | its tail"
                + " |\n|--:|--:|--:|--:|--:|--:|\n");
    List<Slowness> others = new ArrayList<>();
    for (double machines : new double[] {0.03, 0.05, 0.08, 0.10}) {
      others.add(Slowness.FITTED.with(Slowness.FITTED.seed(), machines));
    }
    for (long seed = 1; seed <= 5; seed++) {
      others.add(Slowness.FITTED.with(seed, Slowness.FITTED.machines()));
    }
    for (Slowness other : others) {
      Run normal = new Cluster(Rates.FITTED, other, Scenario.NORMAL).run();
      Run killed = new Cluster(Rates.FITTED, other, Scenario.KILLED).run();
      table.append(PaperTable.row(other, normal, killed));
    }
    return table.toString();
  }
}
