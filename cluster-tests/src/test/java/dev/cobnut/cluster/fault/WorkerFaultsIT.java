package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Workers that die, and workers that only seem to. */
final class WorkerFaultsIT {
  @Fault(row = 1)
  @Tag("faults")
  void idleWorkerIsMissedAndJobsDoNotNotice(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    NodeProcess victim = cluster.node(2);

    run.fire("kill -9", victim::kill, () -> !victim.isAlive());
    long killedNs = System.nanoTime();
    cluster.awaitWorkers(2);
    Duration noticed = Duration.ofNanos(System.nanoTime() - killedNs);
    FaultJob job = FaultJob.submit(cluster, run.job());

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(job.attempts(attempt -> !attempt.state().equals("succeeded"))).isEmpty();
    run.sees("missed after %.1f s; no attempt was lost".formatted(noticed.toMillis() / 1000.0));
  }

  @Fault(row = 2)
  void attemptOfAWorkerThatDiesInAMapIsMadeAgainOnce(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);

    run.fire("kill -9", victim::kill, () -> !victim.isAlive());
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> lost = job.attempts(a -> a.state().equals("lost"));
    assertThat(lost).isNotEmpty().allMatch(a -> a.node().equals(victim.name()));
    for (FaultJob.Attempt each : lost) {
      assertThat(job.attempts(a -> a.task().equals(each.task()) && a.state().equals("succeeded")))
          .as("attempts at %s that count", each.task())
          .hasSize(1);
    }
    run.sees("%d attempts lost with it, each made again once".formatted(lost.size()));
  }

  @Fault(row = 3)
  @Tag("faults")
  void mapsWhoseOutputDiesRunAgain(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(12).gated("reduce"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);
    List<FaultJob.Attempt> held =
        job.attempts(a -> a.kind().equals("map") && a.node().equals(victim.name()));
    assertThat(held).as("maps that the victim completed").isNotEmpty();

    run.fire("kill -9", victim::kill, () -> !victim.isAlive());
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> maps =
        job.attempts(
            a ->
                a.kind().equals("map")
                    && !a.node().equals(victim.name())
                    && held.stream().anyMatch(each -> each.task().equals(a.task())));
    assertThat(maps).as("maps that ran again").isNotEmpty();
    run.sees("%d of the %d maps that it held ran again".formatted(maps.size(), held.size()));
  }

  @Fault(row = 4)
  void reduceOfAWorkerThatDiesIsMadeAgain(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(6).gated("reduce"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);

    run.fire("kill -9", victim::kill, () -> !victim.isAlive());
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> lost =
        job.attempts(a -> a.kind().equals("reduce") && a.state().equals("lost"));
    assertThat(lost).isNotEmpty().allMatch(a -> a.node().equals(victim.name()));
    run.sees("%d attempts at reduces lost, one part for each partition".formatted(lost.size()));
  }

  @Fault(row = 6)
  @Tag("faults")
  void shortPauseOfAWorkerLosesNothing(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);

    run.fire("SIGSTOP", victim::pause, victim::isPaused);
    Pauses.of(Duration.ofSeconds(3));
    victim.resume();
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(job.attempts(a -> a.state().equals("lost") || a.state().equals("failed"))).isEmpty();
    run.sees("no attempt was lost");
  }

  @Fault(row = 7)
  void zombieWorkerChangesNothing(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);

    run.fire("SIGSTOP", victim::pause, victim::isPaused);
    Await.until(
        "attempts of the paused worker given up",
        Duration.ofSeconds(60),
        () -> !job.attempts(a -> a.state().equals("lost")).isEmpty());
    job.openGate();
    job.awaitMaps();
    List<FaultJob.Attempt> lost = job.attempts(a -> a.state().equals("lost"));
    victim.resume();

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(lost).isNotEmpty().allMatch(a -> a.node().equals(victim.name()));
    cluster.awaitWorkers(3);
    FaultJob next = FaultJob.submit(cluster, run.job());
    run.endsAsIfNothingHadBeen(cluster, next);
    run.sees(
        "%d attempts given up and made elsewhere; the zombie came back as a worker"
            .formatted(lost.size()));
  }
}
