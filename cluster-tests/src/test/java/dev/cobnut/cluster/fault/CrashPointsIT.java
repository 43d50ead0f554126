package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * A node halts at each of its named places, with a job at work; it is started again, and the job
 * ends. Places that a plain job doesn't come to are led to by what is done beside it.
 */
@Tag("faults")
final class CrashPointsIT {
  private static final Duration HALT = Duration.ofSeconds(90);

  @Fault(row = 5)
  void haltsInReducesAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("REDUCE_"));
  }

  @Fault(row = 9)
  void haltsWhilePublishingAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("PUBLISH_"));
  }

  @Fault(row = 51, part = "storage and journal")
  void haltsInTheJournalAreMadeGood(FaultRun run) throws Exception {
    List<String> points = new ArrayList<>(CrashPoints.of("STORAGE_"));
    points.addAll(CrashPoints.of("JOURNAL_"));
    haltAt(run, points);
  }

  @Fault(row = 51, part = "master")
  void haltsOfTheMasterAreMadeGood(FaultRun run) throws Exception {
    haltAt(run, CrashPoints.of("MASTER_"));
  }

  @Fault(row = 51, part = "worker")
  void haltsOfAWorkerAreMadeGood(FaultRun run) throws Exception {
    List<String> points = new ArrayList<>(CrashPoints.all());
    points.removeIf(point -> point.matches("(STORAGE|JOURNAL|MASTER|PUBLISH|REDUCE)_.*"));
    haltAt(run, points);
  }

  private static void haltAt(FaultRun run, List<String> points) throws Exception {
    assertThat(points).isNotEmpty();
    FaultCluster cluster = run.cluster(2);
    for (String point : points) {
      haltAt(run, cluster, point);
    }
    run.sees("%d places, each halted at; each job ended".formatted(points.size()));
  }

  /** The first node is given the trap and acts as master; the second takes over. */
  private static void haltAt(FaultRun run, FaultCluster cluster, String point) throws Exception {
    List<String> options = cluster.node(0).launch().jvmOptions();
    List<String> trap = new ArrayList<>(options);
    trap.add("-Dcobnut.crashPoint=" + point);
    boolean isOfTightMemory = point.matches("MAP_.*_SPILL|REDUCE_IN_MERGE");
    if (isOfTightMemory) {
      // So little for each slot that maps spill, and reduces merge what they have merged.
      trap.addAll(List.of("-Dcobnut.worker.memory=0.05", "-Dcobnut.worker.slots=8"));
    }
    cluster.node(0).kill();
    cluster.node(1).kill();
    NodeProcess trapped = cluster.restart(cluster.node(0), trap);
    Await.until(
        "a master, or the halt",
        HALT,
        () ->
            !trapped.isAlive()
                || FaultCluster.master(trapped.api()).path("node").asText().equals("node-a"));
    cluster.restart(cluster.node(1));
    Await.until("a node that takes jobs", HALT, () -> !trapped.isAlive() || cluster.workers() == 2);

    List<FaultJob> jobs = new ArrayList<>();
    FaultJob.Spec light = run.job(4, 1_400).with("line.us", 200);
    FaultJob.Spec heavy = run.job(24, 1_400).with("pad", 200);
    jobs.add(FaultJob.submit(cluster, isOfTightMemory ? heavy : light));
    for (int lure = 0; lure < 60 && trapped.isAlive(); lure++) {
      lure(run, cluster, trapped, jobs, lure);
    }
    run.proven(point, () -> halted(trapped, point));
    cluster.restart(trapped, options);
    cluster.awaitWorkers(2);
    for (FaultJob job : jobs) {
      if (job.awaitEnd(FaultRun.BOUND).path("state").asText().equals("CANCELLED")) {
        Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
      } else {
        run.endsAsIfNothingHadBeen(cluster, job);
      }
    }
  }

  private static boolean halted(NodeProcess node, String point) throws IOException {
    return !node.isAlive()
        && node.exit() == FaultCluster.KILLED
        && node.log().contains("crash point " + point + ": halted");
  }

  /** Waits for the job at work; once it has ended, tries something else. */
  private static void lure(
      FaultRun run, FaultCluster cluster, NodeProcess trapped, List<FaultJob> jobs, int lure)
      throws Exception {
    FaultJob last = jobs.get(jobs.size() - 1);
    Await.until(
        "the halt, or the end of a job",
        HALT,
        () -> !trapped.isAlive() || Api.hasEnded(last.documentIfAny()));
    if (!trapped.isAlive()) {
      return;
    }
    FaultJob next = FaultJob.submit(cluster, run.job(4, 1_400).with("line.us", 500));
    jobs.add(next);
    Await.until(
        "the halt, or maps that run",
        HALT,
        () -> !trapped.isAlive() || isAtWork(next.documentIfAny()));
    if (lure % 3 == 0) {
      // A worker that comes back late has outcomes that nobody wants.
      NodeProcess other = cluster.node(1);
      other.pause();
      Pauses.of(Duration.ofSeconds(8));
      other.resume();
    } else if (lure % 3 == 1) {
      cluster.api().delete("/api/v1/jobs/" + next.id());
    }
  }

  private static boolean isAtWork(JsonNode job) {
    return Api.hasEnded(job) || job.path("progress").path("map").path("running").asInt() > 2;
  }
}
