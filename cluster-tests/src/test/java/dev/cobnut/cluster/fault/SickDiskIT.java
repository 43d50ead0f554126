package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A worker's own disk falls sick, and heals. Until it does, the worker gets nothing. */
@Tag("faults")
final class SickDiskIT {
  @Fault(row = 56, part = "read-only")
  void workerWithAReadOnlyDiskIsDoneWithout(FaultRun run) throws Exception {
    Path home = run.folder().resolve("cluster-0/data/node-c");
    TmpDisk disk = run.keep(TmpDisk.mount(home, "64m"));
    // The lease is a file that stays open for writing, which would keep the disk from becoming so.
    Files.createSymbolicLink(home.resolve("lock"), run.folder().resolve("lock-of-node-c"));
    FaultCluster cluster = run.cluster(workerLast());
    NodeProcess victim = cluster.node(2);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    job.awaitAtGate(victim);

    run.fire("remount,ro", disk::makeReadOnly, () -> !Files.isWritable(home));
    job.openGate();

    isSparedUntil(run, cluster, job, "Read-only file system", disk::makeWritable);
  }

  @Fault(row = 56, part = "EIO")
  void workerWhoseDiskFailsIsDoneWithout(FaultRun run) throws Exception {
    Rights.TRACE.require();
    FaultCluster cluster = run.cluster(workerLast());
    NodeProcess victim = cluster.node(2);
    // More reduces than slots: those that come later find the disk as it is by then.
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(18).gated("reduce"));
    job.awaitAtGate(victim);
    Path log = run.folder().resolve("strace");
    // Files alone are read and written so, never sockets; a probe reads so, too.
    Strace strace = run.keep(Strace.attach(victim, "pread64,pwrite64", "error=EIO", log));
    job.openGate();

    run.proven("EIO from pread64 or pwrite64", () -> strace.times() > 0);
    isSparedUntil(run, cluster, job, "Input/output error", strace::close);
  }

  /**
   * The job's attempts there fail and say why; it ends elsewhere, the next one does without the
   * worker, and the one after the disk's recovery needs it.
   */
  private static void isSparedUntil(
      FaultRun run, FaultCluster cluster, FaultJob job, String why, FaultRun.Action recovery)
      throws Exception {
    NodeProcess victim = cluster.node(2);
    run.proven(
        "an attempt that fails with " + why,
        () -> job.attempts(FaultJob.Attempt::hasFailed).stream().anyMatch(a -> says(a, why)));
    awaitState(cluster, victim, "draining");
    run.succeeded(job, job.awaitEnd(FaultRun.BOUND));
    List<FaultJob.Attempt> failed = job.attempts(FaultJob.Attempt::hasFailed);
    assertThat(failed).allMatch(a -> a.node().equals(victim.name()) && says(a, why));

    FaultJob without = FaultJob.submit(cluster, run.job());
    run.succeeded(without, without.awaitEnd(FaultRun.BOUND));
    assertThat(without.attempts()).noneMatch(a -> a.node().equals(victim.name()));
    assertThat(state(cluster, victim)).isEqualTo("draining");

    recovery.run();
    awaitState(cluster, victim, "active");
    FaultJob with = FaultJob.submit(cluster, run.job().gated("map"));
    with.awaitAtGate(victim);
    with.openGate();
    for (FaultJob each : List.of(with, without, job)) {
      run.endsAsIfNothingHadBeen(cluster, each);
    }
    run.sees(
        "%d attempts failed there, none of the next job; it works again".formatted(failed.size()));
  }

  private static void awaitState(FaultCluster cluster, NodeProcess node, String state)
      throws InterruptedException {
    Await.until(
        node.name() + " is " + state, FaultRun.BOUND, () -> state(cluster, node).equals(state));
  }

  private static String state(FaultCluster cluster, NodeProcess node)
      throws IOException, InterruptedException {
    for (JsonNode worker : cluster.api().items("/api/v1/workers")) {
      if (worker.path("node").asText().equals(node.name())) {
        return worker.path("state").asText();
      }
    }
    return "unknown";
  }

  /** A master writes, too, and isn't meant here. */
  private static List<FaultCluster.Plan> workerLast() {
    List<FaultCluster.Plan> plans = new ArrayList<>(FaultCluster.plans(3));
    plans.set(2, plans.get(2).with("-Dcobnut.node.roles=worker"));
    return plans;
  }

  private static boolean says(FaultJob.Attempt attempt, String words) {
    return attempt.error().toString().contains(words);
  }
}
