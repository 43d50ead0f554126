package dev.cobnut.cluster.fault;

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
    haltAt(run, CrashPoints.of("STORAGE_", "JOURNAL_"));
  }

  @Fault(row = 51, part = "master")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsOfTheMasterAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("MASTER_"));
  }

  @Fault(row = 51, part = "worker")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void haltsOfAWorkerAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("WORKER_", "MAP_", "SHUFFLE_"));
  }

  /** The second node takes over, or goes on with the first one's life before. */
  private static void haltAt(FaultRun run, List<String> points) throws Exception {
    FaultCluster cluster = run.cluster(2);
    new CrashTour(run, cluster, cluster::restart).visit(points);
  }
}
