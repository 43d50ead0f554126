package dev.cobnut.cluster.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

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
  private final List<FutureTask<FaultJob>> submissions = new ArrayList<>();
  private final Set<String> cancels = new HashSet<>();
  private final Set<String> cancelsAnswered = new HashSet<>();
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

  /** Who submits asks on until there is an answer, whatever is killed and started meanwhile. */
  private void submit(FaultJob.Spec spec) throws InterruptedException {
    FutureTask<FaultJob> submission = new FutureTask<>(() -> FaultJob.submit(cluster, spec));
    submissions.add(submission);
    Thread submitter = new Thread(submission, "submits " + spec.output().getFileName());
    submitter.setDaemon(true);
    submitter.start();
    awaitUnlessHalted("a job that is accepted", submission::isDone);
  }

  private FutureTask<FaultJob> last() {
    return submissions.get(submissions.size() - 1);
  }

  private static FaultJob accepted(FutureTask<FaultJob> submission) throws InterruptedException {
    try {
      return submission.get();
    } catch (ExecutionException never) {
      throw new AssertionError(never.getCause().getMessage(), never);
    }
  }

  private static JsonNode document(FutureTask<FaultJob> submission) throws InterruptedException {
    return submission.isDone() ? accepted(submission).documentIfAny() : MissingNode.getInstance();
  }

  /** All that were submitted, once they are accepted. */
  List<FaultJob> jobs() throws InterruptedException {
    List<FaultJob> jobs = new ArrayList<>();
    for (FutureTask<FaultJob> submission : submissions) {
      jobs.add(accepted(submission));
    }
    return jobs;
  }

  /** Whether somebody wanted the job to be cancelled; it may have ended before. */
  boolean isToBeCancelled(FaultJob job) {
    return cancels.contains(job.id());
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

  /** Whether somebody was told that the job is cancelled. */
  boolean isSaidCancelled(FaultJob job) {
    return cancelsAnswered.contains(job.id());
  }

  /**
   * Waits for the end of the last job, and does something beside the next. Where a journal has to
   * grow to lead the trapped node to its place, that node stays the master: the other one would
   * make the snapshot.
   */
  void lure(int number) throws Exception {
    FutureTask<FaultJob> last = last();
    awaitUnlessHalted("the end of a job", () -> Api.hasEnded(document(last)));
    if (!isOn()) {
      return;
    }
    submit(light(run));
    FutureTask<FaultJob> next = last();
    awaitUnlessHalted("maps that run", () -> isAtWork(document(next)));
    if (!isOn()) {
      return;
    }
    if (point.matches("JOURNAL_.*(SNAPSHOT|RETENTION)")) {
      return;
    }
    switch (number % 4) {
      case 0 -> restart(next);
      case 1 -> cancel(accepted(next));
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
  private void restart(FutureTask<FaultJob> job) throws Exception {
    awaitUnlessHalted(
        "a map that is completed",
        () ->
            Api.hasEnded(document(job))
                || document(job).path("progress").path("map").path("completed").asInt() > 1);
    if (isOn()) {
      trapped.kill();
      trapped = cluster.restart(trapped, trap);
      awaitUnlessHalted("two workers", () -> both(cluster));
    }
  }

  private void cancel(FaultJob job) throws IOException, InterruptedException {
    cancels.add(job.id());
    try {
      if (cluster.api().delete("/api/v1/jobs/" + job.id()).status() == 202) {
        cancelsAnswered.add(job.id());
      }
    } catch (IOException noAnswer) {
      // The connections of a process that halts end before it is known to have ended.
      Await.until("the halt, as " + noAnswer, HALT, () -> !isOn());
    }
  }

  /** A worker that comes back late has outcomes that nobody wants any more. */
  private void zombie() throws IOException, InterruptedException {
    NodeProcess other = cluster.node(1);
    long endNs = System.nanoTime() + ZOMBIE.toNanos();
    other.pause();
    awaitUnlessHalted("the end of a pause", () -> System.nanoTime() > endNs);
    other.resume();
  }
}
