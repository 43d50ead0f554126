package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.NodeProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes to one crash point after the other with a cluster of two nodes: the first, which acts as
 * master, halts there, is started again, and all jobs end as if nothing had been.
 */
final class CrashTour {
  /** So many that a journal grows until there is a snapshot. */
  private static final int LURES = 60;

  private final FaultRun run;
  private final FaultCluster cluster;
  private final Restart restart;
  private final List<String> untrapped;
  private final Map<FaultJob, JsonNode> succeeded = new LinkedHashMap<>();

  /** The way from a node that has halted back to two nodes that run. */
  @FunctionalInterface
  interface Restart {
    /**
     * Starts what has ended.
     *
     * @param halted the node that is to be started without its trap, with these options
     */
    void run(NodeProcess halted, List<String> untrapped) throws Exception;
  }

  CrashTour(FaultRun run, FaultCluster cluster, Restart restart) {
    this.run = run;
    this.cluster = cluster;
    this.restart = restart;
    this.untrapped = cluster.node(0).launch().jvmOptions();
  }

  /** Goes to all of these points, and says where something was amiss. */
  void visit(List<String> points) throws Exception {
    assertThat(points).isNotEmpty();
    List<String> failures = new ArrayList<>();
    for (String point : points) {
      try {
        visit(point);
      } catch (AssertionError failure) {
        // The others are to be seen all the same.
        failures.add(point + ": " + failure.getMessage());
      }
    }
    assertThat(failures).as("of %d places", points.size()).isEmpty();
    for (Map.Entry<FaultJob, JsonNode> each : succeeded.entrySet()) {
      // What was published outlives all that came later.
      run.succeeded(each.getKey(), each.getValue());
    }
    run.sees("%d places, each halted at; each job ended".formatted(points.size()));
  }

  private void visit(String point) throws Exception {
    CrashHunt hunt = CrashHunt.begin(run, cluster, untrapped, point);
    for (int lure = 0; lure < LURES && hunt.isOn(); lure++) {
      hunt.lure(lure);
    }
    run.proven(point, hunt::hasHalted);
    restart.run(cluster.node(0), untrapped);
    cluster.awaitWorkers(2);
    for (FaultJob job : hunt.jobs()) {
      ended(hunt, job, job.awaitEnd(FaultRun.BOUND));
    }
  }

  private void ended(CrashHunt hunt, FaultJob job, JsonNode document) throws Exception {
    String state = document.path("state").asText();
    if (hunt.isSaidCancelled(job)) {
      assertThat(state).as("state of a job whose cancel was answered 202").isEqualTo("CANCELLED");
    }
    if (hunt.isToBeCancelled(job) && state.equals("CANCELLED")) {
      assertThat(job.spec().output().resolve("_SUCCESS")).doesNotExist();
      Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
    } else {
      succeeded.put(job, run.endsAsIfNothingHadBeen(cluster, job));
    }
  }
}
