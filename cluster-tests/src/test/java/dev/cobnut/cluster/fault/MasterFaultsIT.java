package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.NodeProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Masters that die, masters that only seem to, and all nodes at once. */
final class MasterFaultsIT {
  @Fault(row = 8, part = "in maps")
  void standbyGoesOnWithMaps(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job(24, 1_400).with("line.us", 700));
    job.awaitCompleted("map", 8);

    killMaster(run, cluster, job);
  }

  @Fault(row = 8, part = "in fetches")
  @Tag("faults")
  void standbyGoesOnWithFetches(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job =
        FaultJob.submit(
            cluster, run.job(24, 1_400).with("line.us", 500).with("pad", 200).reducers(6));
    job.await(
        "reduces that fetch beside maps",
        document ->
            document.path("progress").path("reduce").path("running").asInt() > 0
                && document.path("progress").path("map").path("completed").asInt() > 12);

    killMaster(run, cluster, job);
  }

  @Fault(row = 8, part = "in reduces")
  @Tag("faults")
  void standbyGoesOnWithReduces(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(8).gated("reduce"));
    job.awaitMaps();
    job.awaitAtGate(cluster.idleNode());
    job.openGate();

    killMaster(run, cluster, job);
  }

  private static void killMaster(FaultRun run, FaultCluster cluster, FaultJob job)
      throws Exception {
    NodeProcess master = cluster.actingNode();
    Map<String, String> completed = job.completedMapsOffNode(master.name());
    assertThat(completed).isNotEmpty();

    run.fire("kill -9", master::kill, () -> !master.isAlive());
    for (NodeProcess node : cluster.alive()) {
      Api.Answer read = node.api().get("/api/v1/jobs/" + job.id());
      assertThat(read.status()).as("read while nobody may act: " + read).isEqualTo(200);
    }
    NodeProcess next = cluster.awaitMasterOtherThan(master);

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(next.log()).containsPattern("term \\d+ goes on from the maps at segment \\d+");
    assertThat(job.completedMapsOffNode(master.name())).containsAllEntriesOf(completed);
    run.sees("%s acted; %d finished maps stayed finished".formatted(next.name(), completed.size()));
  }

  @Fault(row = 10)
  @Tag("faults")
  void zombieMasterStepsDown(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(6).gated("reduce"));
    NodeProcess master = cluster.actingNode();
    job.awaitMaps();
    job.awaitAtGate(cluster.idleNode());

    run.fire("SIGSTOP", master::pause, master::isPaused);
    NodeProcess next = cluster.awaitMasterOtherThan(master);
    master.resume();
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(master.log()).contains("steps down");
    cluster.awaitWorkers(3);
    FaultJob after = FaultJob.submit(cluster, run.job());
    run.endsAsIfNothingHadBeen(cluster, after);
    assertThat(cluster.actingNode().name()).isEqualTo(next.name());
    run.sees("%s acted; the zombie stepped down".formatted(next.name()));
  }

  @Fault(row = 11)
  @Tag("faults")
  void masterAndWorkerAreKilledTogether(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job(24, 1_400).with("line.us", 500));
    job.awaitCompleted("map", 6);
    NodeProcess master = cluster.actingNode();
    NodeProcess worker = cluster.idleNode();

    run.fire(
        "kill -9 of both",
        () -> {
          master.kill();
          worker.kill();
        },
        () -> cluster.alive().size() == 1);

    run.endsAsIfNothingHadBeen(cluster, job);
    run.sees("the last node ended the job");
  }

  @Fault(row = 12)
  void allNodesAreKilledAndTheJobGoesOn(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job(24, 1_400).with("line.us", 500));
    job.awaitCompleted("map", 6);
    Map<String, String> completed = job.completedMapsOffNode("");

    run.fire("kill -9 of all", cluster::killAll, () -> cluster.alive().isEmpty());
    cluster.restartAll();

    run.endsAsIfNothingHadBeen(cluster, job);
    Map<String, String> after = job.completedMapsOffNode("");
    long stayed = completed.entrySet().stream().filter(after.entrySet()::contains).count();
    run.sees(
        "the job went on; %d of %d finished maps stayed finished"
            .formatted(stayed, completed.size()));
  }

  @Fault(row = 13)
  @Tag("faults")
  void nodesAreRestartedOneByOneUnderLoad(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    List<FaultJob> jobs = new ArrayList<>();
    for (NodeProcess node : cluster.nodes()) {
      FaultJob job = FaultJob.submit(cluster, run.job().with("line.us", 1_500));
      jobs.add(job);
      job.awaitCompleted("map", 2);
      run.fire("SIGTERM", node::stop, () -> !node.isAlive());
      cluster.restart(node);
      cluster.awaitWorkers(3);
    }

    for (FaultJob job : jobs) {
      run.endsAsIfNothingHadBeen(cluster, job);
    }
    run.sees("%d restarts, %d jobs, none failed".formatted(jobs.size(), jobs.size()));
  }
}
