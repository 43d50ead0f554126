package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Machines whose clocks differ, that are too busy, or that run out of file descriptors. */
@Tag("faults")
final class MachineFaultsIT {
  @Fault(row = 45, part = "monotonic clock and time since boot")
  void clockThatDiffersByAnHourIsNoDeath(FaultRun run) throws Exception {
    Rights.TIME.require();
    List<FaultCluster.Plan> plans = new ArrayList<>(FaultCluster.plans(3));
    plans.set(
        2, plans.get(2).inside("unshare", "--time", "--boottime", "3600", "--monotonic", "3600"));
    FaultCluster cluster = run.cluster(plans);
    NodeProcess victim = cluster.node(2);
    run.proven(
        "clocks an hour ahead",
        () ->
            Files.readString(Path.of("/proc/" + victim.pid() + "/timens_offsets"))
                .matches("(?s).*monotonic\\s+3600.*"));
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    job.awaitAtGate(victim);
    // Longer than anybody may be silent.
    Pauses.of(Duration.ofSeconds(8));
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(job.attempts(a -> !a.state().equals("succeeded") && !a.state().equals("stopped")))
        .isEmpty();
    assertThat(cluster.api().items("/api/v1/workers")).hasSize(3);
    run.sees("no attempt was lost, no node was missed");
  }

  /** Stopped four fifths of the time, all nodes are as slow as beside many others. */
  @Fault(row = 49)
  void starvedNodesEndTheirJob(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().with("line.us", 500));
    List<Long> before = cpuTicks(cluster);
    int turns = 0;
    long beganNs = System.nanoTime();
    while (System.nanoTime() - beganNs < Duration.ofSeconds(20).toNanos()) {
      for (NodeProcess node : cluster.nodes()) {
        node.pause();
      }
      Pauses.of(Duration.ofMillis(400));
      for (NodeProcess node : cluster.nodes()) {
        node.resume();
      }
      Pauses.of(Duration.ofMillis(100));
      turns++;
    }
    int stops = turns;
    run.proven("stopped again and again", () -> stops > 10);
    assertThat(cpuTicks(cluster)).isNotEqualTo(before);

    run.endsAsIfNothingHadBeen(cluster, job);
    cluster.awaitWorkers(3);
    int lost = job.attempts(a -> a.state().equals("lost")).size();
    run.sees(
        "stopped %d times for 0.4 of 0.5 s; %d attempts lost; all three work"
            .formatted(stops, lost));
  }

  private static List<Long> cpuTicks(FaultCluster cluster) throws IOException {
    List<Long> ticks = new ArrayList<>();
    for (NodeProcess node : cluster.nodes()) {
      String stat = Files.readString(Path.of("/proc/" + node.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks.add(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }
    return ticks;
  }

  @Fault(row = 50)
  void nodeWithoutFileDescriptorsRecovers(FaultRun run) throws Exception {
    Rights.LIMITS.require();
    FaultCluster cluster = run.cluster(3);
    NodeProcess victim = cluster.node(2);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    job.awaitAtGate(victim);

    run.fire(
        "no more file descriptors",
        () -> limit(victim, openFiles(victim)),
        () -> limitOf(victim) <= openFiles(victim) + 8);
    job.openGate();
    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> failed = job.attempts(a -> a.state().equals("failed"));
    run.proven(
        "too many open files, in an attempt or in the node's log",
        () ->
            failed.stream().anyMatch(a -> a.error().toString().contains("Too many open files"))
                || victim.log().contains("Too many open files"));
    limit(victim, 4_096);
    cluster.awaitWorkers(3);
    FaultJob next = FaultJob.submit(cluster, run.job());

    run.endsAsIfNothingHadBeen(cluster, next);
    assertThat(victim.isAlive()).isTrue();
    run.sees("%d attempts failed; it works again with more".formatted(failed.size()));
  }

  private static void limit(NodeProcess node, long files) throws IOException, InterruptedException {
    Shell.run("prlimit", "--pid", Long.toString(node.pid()), "--nofile=" + files + ":4096");
  }

  private static long limitOf(NodeProcess node) throws IOException, InterruptedException {
    return Long.parseLong(
        Shell.run(
                "prlimit",
                "--pid",
                Long.toString(node.pid()),
                "--nofile",
                "--noheadings",
                "--output",
                "SOFT")
            .strip());
  }

  private static long openFiles(NodeProcess node) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + node.pid() + "/fd"))) {
      return files.count();
    }
  }
}
