package dev.cobnut.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plays many seeds. {@code -Dsim.seed=N} replays one with its trace; {@code -Dsim.first=N
 * -Dsim.count=M} plays that range. See docs/simulation.md.
 */
final class SimulationTest {
  private static final int COUNT = 10_000;
  private static final int FAILURES_SHOWN = 10;

  @Test
  @Timeout(24 * 3600)
  void everySeedKeepsTheRulesAndEndsItsJobs() {
    Long seed = Long.getLong("sim.seed");
    if (seed != null) {
      new Simulation(Plan.of(seed)).traced(System.out::println).run();
      return;
    }
    long first = Long.getLong("sim.first", 1L);
    int count = Integer.getInteger("sim.count", COUNT);
    Map<String, Integer> seen = new ConcurrentSkipListMap<>();
    Queue<Played> failed = new ConcurrentLinkedQueue<>();
    LongStream.range(first, first + count)
        .parallel()
        .mapToObj(Played::of)
        .forEach(
            played -> {
              played.seen().forEach(what -> seen.merge(what, 1, Integer::sum));
              if (played.failed()) {
                failed.add(played);
              }
            });
    List<Played> failures = new ArrayList<>(failed);
    failures.sort(Comparator.comparingLong(Played::seed));
    System.out.println(
        "Simulated seeds " + first + " to " + (first + count - 1) + ", seen: " + seen);
    if (!failures.isEmpty()) {
      fail(report(failures));
    }
    if (count >= COUNT) {
      Set<String> missed = new LinkedHashSet<>(expected());
      missed.removeAll(seen.keySet());
      assertThat(missed).as("never seen").isEmpty();
    }
  }

  private static String report(List<Played> failures) {
    StringBuilder text = new StringBuilder(failures.size() + " seeds failed:\n");
    failures.stream()
        .limit(FAILURES_SHOWN)
        .forEach(
            played ->
                text.append("-Dsim.seed=")
                    .append(played.seed())
                    .append(": ")
                    .append(played.failure())
                    .append('\n'));
    return text.append(Shrinker.story(Plan.of(failures.get(0).seed()), Simulation::new)).toString();
  }

  /** All that must be seen in a run of many seeds. */
  private static List<String> expected() {
    List<String> expected = new ArrayList<>(Transitions.all());
    Faults.list().forEach(fault -> expected.add(fault.name()));
    for (Mark mark : Mark.values()) {
      expected.add(mark.name());
    }
    return expected;
  }
}
