package dev.cobnut.cluster.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to one crash point: the first of two nodes is started with its trap, and jobs are run
 * until it halts. Most points lie on the way of any job; others are led to by a restart, by a
 * zombie, or by a cancel.
 */
final class CrashHunt {
  private static final Duration HALT = Duration.ofSeconds(90);
  private static final Duration ZOMBIE = Duration.ofSeconds(8);

  private final FaultRun run;
  private final FaultCluster cluster;
  private final String point;
  private final List<String> trap;
  private final List<FaultJob> jobs = new ArrayList<>();
  private NodeProcess trapped;

  private CrashHunt(
      FaultRun run, FaultCluster cluster, String point, List<String> trap, NodeProcess trapped) {
    this.run = run;
    this.cluster = cluster;
    this.point = point;
    this.trap = trap;
    this.trapped = trapped;
  }

  /** Starts both nodes anew, and a job. */
  static CrashHunt begin(FaultRun run, FaultCluster cluster, List<String> untrapped, String point)
      throws Exception {
    boolean isOfTightMemory = point.matches("MAP_.*_SPILL|REDUCE_IN_MERGE");
    List<String> trap = new ArrayList<>(untrapped);
    trap.add("-Dcobnut.crashPoint=" + point);
    if (isOfTightMemory) {
      // So little for each slot that maps spill, and reduces merge what they have merged.
      trap.addAll(List.of("-Dcobnut.worker.memory=0.05", "-Dcobnut.worker.slots=8"));
    }
    cluster.killAll();
    NodeProcess trapped = cluster.restart(cluster.node(0), trap);
    Await.until(
        "a master, or the halt",
        HALT,
        () ->
            !trapped.isAlive()
                || FaultCluster.master(trapped.api()).path("node").asText().equals("node-a"));
    cluster.restart(cluster.node(1));
    Await.until("two workers, or the halt", HALT, () -> !trapped.isAlive() || both(cluster));
    CrashHunt hunt = new CrashHunt(run, cluster, point, trap, trapped);
    hunt.submit(isOfTightMemory ? run.job(24, 1_400).with("pad", 200) : light(run));
    return hunt;
  }

  private static boolean both(FaultCluster cluster) throws IOException, InterruptedException {
    return cluster.workers() == 2;
  }

  private static FaultJob.Spec light(FaultRun run) throws IOException {
    return run.job(4, 1_400).with("line.us", 300);
  }

  private FaultJob submit(FaultJob.Spec spec) throws InterruptedException {
    FaultJob job = FaultJob.submit(cluster, spec);
    jobs.add(job);
    return job;
  }

  /** All that were submitted. */
  List<FaultJob> jobs() {
    return List.copyOf(jobs);
  }

  /** Whether the trapped node still runs. */
  boolean isOn() {
    return trapped.isAlive();
  }

  /** Whether it has ended where it was to. */
  boolean hasHalted() throws IOException {
    return !trapped.isAlive()
        && trapped.exit() == FaultCluster.KILLED
        && trapped.log().contains("crash point " + point + ": halted");
  }

  /** Waits for the end of the last job, and does something beside the next. */
  void lure(int number) throws Exception {
    FaultJob last = jobs.get(jobs.size() - 1);
    awaitUnlessHalted("the end of a job", () -> Api.hasEnded(last.documentIfAny()));
    if (!isOn()) {
      return;
    }
    FaultJob next = submit(light(run));
    awaitUnlessHalted("maps that run", () -> isAtWork(next.documentIfAny()));
    if (!isOn()) {
      return;
    }
    switch (number % 4) {
      case 0 -> restart(next);
      case 1 -> cluster.api().delete("/api/v1/jobs/" + next.id());
      case 2 -> zombie();
      default -> {
        // A plain job.
      }
    }
  }

  private void awaitUnlessHalted(String what, Await.Probe<Boolean> probe)
      throws InterruptedException {
    Await.until("the halt, or " + what, HALT, () -> !isOn() || probe.probe());
  }

  private static boolean isAtWork(JsonNode job) {
    return Api.hasEnded(job) || job.path("progress").path("map").path("running").asInt() > 2;
  }

  /** A node that starts finds what its earlier life left. */
  private void restart(FaultJob job) throws Exception {
    awaitUnlessHalted(
        "a map that is completed",
        () ->
            Api.hasEnded(job.documentIfAny())
                || job.documentIfAny().path("progress").path("map").path("completed").asInt() > 1);
    if (isOn()) {
      trapped.kill();
      trapped = cluster.restart(trapped, trap);
      awaitUnlessHalted("two workers", () -> both(cluster));
    }
  }

  /** A worker that comes back late has outcomes that nobody wants any more. */
  private void zombie() throws IOException, InterruptedException {
    NodeProcess other = cluster.node(1);
    other.pause();
    Pauses.of(ZOMBIE);
    other.resume();
  }
}
