package dev.cobnut.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.RunningAttempt.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs that are written by hand. */
final class ScenarioTest {
  private static final long FAULTS_MS = 120_000;
  private static final int MAPS = 8;

  private final List<String> lines = new ArrayList<>();

  private Set<String> play(int workers, int slots, List<Strike> strikes) {
    List<WorkerPlan> plans =
        IntStream.range(0, workers)
            .mapToObj(number -> new WorkerPlan("w" + number, slots, 17, 100, List.of(), 0))
            .toList();
    Plan plan = new Plan(1, FAULTS_MS, 1, plans, List.of(SimJob.plain(MAPS, 4)), strikes);
    return new Simulation(plan).traced(lines::add).run();
  }

  private static List<Strike> once(Fault.Action action) {
    return List.of(new Strike(0, 1, new Fault("it strikes", action)));
  }

  private long count(String... words) {
    return lines.stream().filter(line -> Stream.of(words).allMatch(line::contains)).count();
  }

  private boolean succeededBeforeFaultsStopped() {
    return lines.stream()
        .takeWhile(line -> !line.contains("the faults stop"))
        .anyMatch(line -> line.contains("durable SaveJob") && line.contains("state=SUCCEEDED"));
  }

  @Test
  void reporterThatCannotReachAHealthyWorkerCausesNoStorm() {
    play(
        3,
        2,
        once(
            (sim, draw) -> {
              sim.cutFetches("w0", "w1", true);
              return true;
            }));

    assertThat(succeededBeforeFaultsStopped()).isTrue();
    assertThat(count("> CheckMapOutput")).isBetween(1L, 3L * MAPS);
    assertThat(count("> StartAttempt", "/s0-m-")).isBetween((long) MAPS, 2L * MAPS);
  }

  @Test
  void jobEndsWhereReducesHoldAllSlotsWhileMapsAreLost() {
    List<Strike> strikes = new ArrayList<>();
    boolean[] done = {false};
    Fault.Action lose =
        (sim, draw) -> {
          boolean full =
              sim.nodes().stream()
                  .map(sim::worker)
                  .allMatch(worker -> worker.tasks().stream().anyMatch(ScenarioTest::holdsSlot));
          if (full && !done[0]) {
            done[0] = true;
            sim.workers().forEach(SimWorker::loseDisk);
          }
          return done[0];
        };
    for (int number = 0; number < 1_000; number++) {
      strikes.add(new Strike(number, number * 20L, new Fault("disks are lost", lose)));
    }
    Set<String> seen = play(2, 1, strikes);

    assertThat(seen).contains("disks are lost", Mark.MAP_LOST_WHILE_SLOTS_REDUCE.name());
    assertThat(succeededBeforeFaultsStopped()).isTrue();
  }

  private static boolean holdsSlot(SimTask task) {
    return task instanceof ReduceTask && task.phase() == Phase.RUNNING;
  }

  @Test
  void jobEndsWhereOneWorkerCanFetchFromNobody() {
    play(
        3,
        2,
        once(
            (sim, draw) -> {
              sim.nodes().forEach(node -> sim.cutFetches("w0", node, true));
              return true;
            }));

    assertThat(succeededBeforeFaultsStopped()).isTrue();
    assertThat(count("> StartAttempt", "/s0-m-")).isBetween((long) MAPS, 2L * MAPS);
  }
}
