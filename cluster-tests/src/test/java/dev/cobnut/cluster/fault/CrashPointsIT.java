package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * A node halts at each of its named places, with a job at work; it is started again, and the job
 * ends. Places that a plain job doesn't come to are led to by what is done beside it.
 */
@Tag("faults")
final class CrashPointsIT {
  /** So many that a journal grows until there is a snapshot. */
  private static final int LURES = 60;

  @Fault(row = 5)
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsInReducesAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("REDUCE_"));
  }

  @Fault(row = 9)
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsWhilePublishingAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("PUBLISH_"));
  }

  @Fault(row = 51, part = "storage and journal")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsInTheJournalAreMadeGood(FaultRun run) throws Exception {
    List<String> points = new ArrayList<>(CrashPoints.of("STORAGE_"));
    points.addAll(CrashPoints.of("JOURNAL_"));
    haltAt(run, points);
  }

  @Fault(row = 51, part = "master")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsOfTheMasterAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("MASTER_"));
  }

  @Fault(row = 51, part = "worker")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsOfAWorkerAreMadeGood(FaultRun run) throws Exception {
    List<String> points = new ArrayList<>(CrashPoints.all());
    points.removeIf(point -> point.matches("(STORAGE|JOURNAL|MASTER|PUBLISH|REDUCE)_.*"));
    haltAt(run, points);
  }

  private static void haltAt(FaultRun run, List<String> points) throws Exception {
    assertThat(points).isNotEmpty();
    FaultCluster cluster = run.cluster(2);
    List<String> untrapped = cluster.node(0).launch().jvmOptions();
    List<String> failures = new ArrayList<>();
    for (String point : points) {
      try {
        haltAt(run, cluster, untrapped, point);
      } catch (AssertionError failure) {
        // The others are to be seen all the same.
        failures.add(point + ": " + failure.getMessage());
      }
    }
    assertThat(failures).as("of %d places", points.size()).isEmpty();
    run.sees("%d places, each halted at; each job ended".formatted(points.size()));
  }

  /** The first node is given the trap and acts as master; the second takes over. */
  private static void haltAt(
      FaultRun run, FaultCluster cluster, List<String> untrapped, String point) throws Exception {
    CrashHunt hunt = CrashHunt.begin(run, cluster, untrapped, point);
    for (int lure = 0; lure < LURES && hunt.isOn(); lure++) {
      hunt.lure(lure);
    }
    run.proven(point, hunt::hasHalted);
    cluster.restart(cluster.node(0), untrapped);
    cluster.awaitWorkers(2);
    for (FaultJob job : hunt.jobs()) {
      if (job.awaitEnd(FaultRun.BOUND).path("state").asText().equals("CANCELLED")) {
        Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
      } else {
        run.endsAsIfNothingHadBeen(cluster, job);
      }
    }
  }
}
