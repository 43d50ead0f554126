package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.FreePorts;
import dev.cobnut.cluster.NodeProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Nodes in networks of their own, joined by links that are cut, slowed or made deaf. */
@Tag("faults")
final class NetworkFaultsIT {
  private static final int CUTS = Integer.getInteger("split.rounds", 3);

  /** The next oldest asks who follows it; the last to be asked still takes the dead one to live. */
  @Fault(row = 8, part = "seen late by one")
  void nodeThatSeesTheMasterDieLateKeepsItsMaps(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    FaultCluster cluster = run.cluster(lab.plans());
    NodeProcess master = cluster.actingNode();
    // Not the next oldest: it is the one that the late node is to follow.
    NodeProcess late = cluster.youngest();
    int from = cluster.nodes().indexOf(master);
    int to = cluster.nodes().indexOf(late);
    FaultJob job = FaultJob.submit(cluster, run.job(24, 1_400).with("line.us", 700));
    job.awaitCompleted("map", 12);
    run.fire("one way blocked", () -> lab.block(from, to), () -> !lab.reaches(from, to, 1));
    Map<String, String> completed = job.completedMapsOffNode(master.name());

    run.fire("kill -9, unheard by one", master::kill, () -> !master.isAlive());
    NodeProcess next = cluster.awaitMasterOtherThan(master);

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(completed).isNotEmpty();
    assertThat(job.completedMapsOffNode(master.name())).containsAllEntriesOf(completed);
    assertThat(late.log()).doesNotContain("acts as master");
    run.sees("%s acted, the other followed it; nothing ran again".formatted(next.name()));
  }

  @Fault(row = 14)
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void mastersOnBothSidesOfACutDecideOnce(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    FaultCluster cluster = run.cluster(lab.plans());
    for (int round = 0; round < CUTS; round++) {
      NodeProcess master = cluster.actingNode();
      int cut = cluster.nodes().indexOf(master);
      FaultJob job = FaultJob.submit(cluster, run.job().gated("reduce"));
      job.awaitMaps();

      run.fire("link down", () -> lab.cut(cut), () -> !reaches(lab, cluster, cut));
      NodeProcess next = cluster.awaitMasterOtherThan(master);
      // Both sides have all they need to end the job: workers, its input, the state storage.
      job.openGate();
      Await.until(
          "the job's end on the other side",
          FaultRun.BOUND,
          () -> Api.hasEnded(next.api().job(job.id())));
      lab.join(cut);
      cluster.awaitWorkers(3);

      run.endsAsIfNothingHadBeen(cluster, job);
    }
    run.endsAsIfNothingHadBeen(cluster, FaultJob.submit(cluster, run.job()));
    int terms = Invariants.terms(cluster.nodes());
    assertThat(terms).as("terms in %d cuts", CUTS).isBetween(CUTS + 1, 3 * CUTS + 3);
    assertThat(cluster.logs().lines().filter(line -> line.contains(" steps down from term ")))
        .as("masters that stepped down")
        .hasSizeGreaterThanOrEqualTo(CUTS);
    run.sees(
        "%d cuts: one manifest each, the master that was cut off stepped down; %d terms in all"
            .formatted(CUTS, terms));
  }

  @Fault(row = 15)
  void oneWayLinkIsResolved(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    FaultCluster cluster = run.cluster(lab.plans());
    List<NodeProcess> others = othersThanMaster(cluster);
    int from = cluster.nodes().indexOf(others.get(0));
    int to = cluster.nodes().indexOf(others.get(1));
    FaultJob job =
        FaultJob.submit(cluster, run.job().reducers(12).with("pad", 50).with("line.us", 3_000));
    job.awaitCompleted("map", 1);

    run.fire("one way blocked", () -> lab.block(from, to), () -> !lab.reaches(from, to, 1));
    job.awaitEnd(FaultRun.BOUND);
    lab.unblock(from, to);
    cluster.awaitWorkers(3);
    // To clear up, a node must hear the master, which the block may deny it for as long as it
    // lasts.
    run.endsAsIfNothingHadBeen(cluster, job);

    run.sees("the job ended; all three work again once the way is free");
  }

  @Fault(row = 16)
  void workerThatCannotFetchFromAnotherIsNotWaitedForWithoutEnd(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    List<Integer> ports = FreePorts.of(3);
    FaultCluster cluster =
        run.cluster(
            IntStream.range(0, 3)
                .mapToObj(
                    node -> lab.plans().get(node).with("-Dcobnut.shuffle.port=" + ports.get(node)))
                .toList());
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(12).with("pad", 50).gated("map"));
    List<NodeProcess> others = othersThanMaster(cluster);
    int from = cluster.nodes().indexOf(others.get(0));
    int to = cluster.nodes().indexOf(others.get(1));
    job.awaitAtGate(others.get(1));

    run.fire(
        "fetches blocked",
        () -> lab.block(from, to, ports.get(to)),
        () -> !lab.connects(from, to, ports.get(to)) && lab.connects(0, to, ports.get(to)));
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> moved = job.attempts(a -> !a.state().equals("succeeded"));
    run.sees("the job ended; %d attempts didn't count".formatted(moved.size()));
  }

  @Fault(row = 17)
  void flappingLinkDoesNotStopAJob(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    FaultCluster cluster = run.cluster(lab.plans());
    NodeProcess victim = othersThanMaster(cluster).get(1);
    int node = cluster.nodes().indexOf(victim);
    FaultJob job =
        FaultJob.submit(cluster, run.job(24, 1_400).with("pad", 50).with("line.us", 3_000));
    job.awaitCompleted("map", 1);

    for (int flap = 0; flap < 4; flap++) {
      run.fire("link down", () -> lab.cut(node), () -> !reaches(lab, cluster, node));
      Pauses.of(Duration.ofSeconds(2));
      lab.join(node);
      Pauses.of(Duration.ofSeconds(2));
    }

    run.endsAsIfNothingHadBeen(cluster, job);
    cluster.awaitWorkers(3);
    int attempts = job.attempts().size();
    assertThat(attempts).as("attempts at 28 tasks").isLessThan(3 * 28);
    run.sees("4 flaps; %d attempts at 28 tasks".formatted(attempts));
  }

  @Fault(row = 18, part = "all that a node sends")
  void slowLinkOfANodeIsNoDeath(FaultRun run) throws Exception {
    NetworkLab lab = run.keep(NetworkLab.of(3));
    FaultCluster cluster = run.cluster(lab.plans());
    NodeProcess victim = othersThanMaster(cluster).get(1);
    int node = cluster.nodes().indexOf(victim);
    FaultJob job = FaultJob.submit(cluster, run.job().with("pad", 20).gated("map"));
    job.awaitAtGate(victim);
    long before = lab.sentBytes(node);
    long beganNs = System.nanoTime();

    run.fire("1 Mbit/s", () -> lab.slow(node, "1mbit"), () -> lab.isSlow(node));
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    double mbit = (lab.sentBytes(node) - before) * 8 / seconds / 1e6;
    assertThat(mbit).as("Mbit/s that went out").isLessThan(1.5);
    assertThat(job.attempts(a -> a.state().equals("lost"))).isEmpty();
    assertThat(cluster.api().items("/api/v1/workers")).hasSize(3);
    run.sees("%.1f Mbit/s went out of it; no attempt was lost".formatted(mbit));
  }

  private static List<NodeProcess> othersThanMaster(FaultCluster cluster) throws Exception {
    NodeProcess master = cluster.actingNode();
    return cluster.nodes().stream().filter(node -> node.pid() != master.pid()).toList();
  }

  private static boolean reaches(NetworkLab lab, FaultCluster cluster, int node)
      throws java.io.IOException, InterruptedException {
    int other = node == 0 ? 1 : 0;
    assertThat(cluster.node(other).isAlive()).isTrue();
    return lab.reaches(other, node, 1);
  }
}
