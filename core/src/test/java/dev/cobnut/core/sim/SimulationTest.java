package dev.cobnut.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plays many seeds. {@code -Dsim.seed=N} replays one with its trace; {@code -Dsim.first=N
 * -Dsim.count=M} plays that range.
 */
final class SimulationTest {
  private static final int COUNT = 1_000;
  private static final int FAILURES_SHOWN = 10;

  @Test
  void everySeedKeepsTheRulesAndEndsItsJobs() {
    Long seed = Long.getLong("sim.seed");
    if (seed != null) {
      new Simulation(seed, true).run();
      return;
    }
    long first = Long.getLong("sim.first", 1L);
    int count = Integer.getInteger("sim.count", COUNT);
    Map<Mark, Integer> seen = new EnumMap<>(Mark.class);
    List<String> failures = new ArrayList<>();
    LongStream.range(first, first + count)
        .parallel()
        .mapToObj(SimulationTest::play)
        .sequential()
        .forEach(
            played -> {
              played.marks().forEach(mark -> seen.merge(mark, 1, Integer::sum));
              if (!played.failure().isEmpty()) {
                failures.add("-Dsim.seed=" + played.seed() + ": " + played.failure());
              }
            });
    System.out.println("Simulated seeds " + first + " to " + (first + count - 1) + ": " + seen);
    if (!failures.isEmpty()) {
      fail(
          failures.size()
              + " seeds failed:\n"
              + String.join("\n", failures.stream().limit(FAILURES_SHOWN).toList()));
    }
    if (count >= COUNT) {
      Set<Mark> missed = EnumSet.allOf(Mark.class);
      missed.removeAll(seen.keySet());
      assertThat(missed).as("never seen").isEmpty();
    }
  }

  private record Played(long seed, Set<Mark> marks, String failure) {}

  private static Played play(long seed) {
    Simulation simulation = new Simulation(seed, false);
    try {
      return new Played(seed, simulation.run(), "");
    } catch (RuntimeException broken) {
      return new Played(seed, EnumSet.noneOf(Mark.class), broken.toString());
    }
  }
}
