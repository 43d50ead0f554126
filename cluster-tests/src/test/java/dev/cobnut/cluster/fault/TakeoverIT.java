package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * How long it takes from the death of the acting master to the next assignment: measured, and
 * compared with when the membership saw the death. Nothing that was finished runs again.
 */
final class TakeoverIT {
  private static final int ROUNDS = Integer.getInteger("takeover.rounds", 3);
  private static final int PAUSES = Integer.getInteger("takeover.pauses", 5);

  @Fault(row = 52, part = "killed (-9)")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void nextAssignmentComesSoonAfterTheMasterIsKilled(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    List<Duration> beyondDetection = new ArrayList<>();
    List<Duration> inAll = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      FaultJob job = longJob(run, cluster);
      NodeProcess master = cluster.actingNode();
      Map<String, String> completed = job.completedMapsOffNode(master.name());

      Instant killed = now();
      run.fire("kill -9", master::kill, () -> !master.isAlive());
      NodeProcess next = cluster.awaitMasterOtherThan(master);
      Instant ordered = firstOrder(cluster, job, next);

      Instant detected =
          Times.membersSeen(List.of(next), killed, members -> !members.contains(master.name()));
      beyondDetection.add(Duration.between(detected, ordered));
      inAll.add(Duration.between(killed, ordered));
      cluster.restart(master);
      cluster.awaitWorkers(3);
      run.endsAsIfNothingHadBeen(cluster, job);
      assertThat(job.completedMapsOffNode(master.name())).containsAllEntriesOf(completed);
    }
    run.sees("beyond the detection: " + Times.summary(beyondDetection));
    run.sees("since the kill: " + Times.summary(inAll));
  }

  @Fault(row = 52, part = "stopped (SIGSTOP)")
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void nextAssignmentComesSoonAfterTheMasterIsStopped(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    List<Duration> inAll = new ArrayList<>();
    for (int round = 0; round < PAUSES; round++) {
      FaultJob job = longJob(run, cluster);
      NodeProcess master = cluster.actingNode();

      Instant stopped = now();
      run.fire("SIGSTOP", master::pause, master::isPaused);
      NodeProcess next = cluster.awaitMasterOtherThan(master);
      inAll.add(Duration.between(stopped, firstOrder(cluster, job, next)));

      master.resume();
      run.endsAsIfNothingHadBeen(cluster, job);
      cluster.awaitWorkers(3);
    }
    run.sees("since the stop: " + Times.summary(inAll));
  }

  /** A job that wants assignments all the time, at work. */
  private static FaultJob longJob(FaultRun run, FaultCluster cluster) throws Exception {
    FaultJob job = FaultJob.submit(cluster, run.job(40, 1_400).with("line.us", 500));
    job.awaitCompleted("map", 8);
    return job;
  }

  private static Instant firstOrder(FaultCluster cluster, FaultJob job, NodeProcess next)
      throws Exception {
    long term = FaultCluster.master(next.api()).path("term").asLong();
    Await.until(
        "an attempt of term " + term,
        FaultRun.BOUND,
        () -> !job.attempts(attempt -> attempt.id().contains(".t" + term + ".")).isEmpty());
    assertThat(cluster.actingNode().name()).isEqualTo(next.name());
    return Times.firstOrder(job, term);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
