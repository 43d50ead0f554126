package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * The long run: five processes, jobs without pause, a random fault every few seconds, by seed, for
 * as long as asked. What it found is in {@code target/soak.md}.
 */
@Tag("soak")
final class SoakIT {
  private static final long SEED = Long.getLong("soak.seed", 1);
  private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("soak.minutes", 60));
  private static final int NODES = Integer.getInteger("soak.nodes", 5);
  private static final int JOBS_AT_ONCE = 3;
  private static final int GAP_MS_MAX = Integer.getInteger("soak.gap.ms", 4_000);

  /** Of one job, among faults that never stop. */
  private static final Duration JOB_BOUND = Duration.ofMinutes(10);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<SoakFault, Integer> faults = new EnumMap<>(SoakFault.class);
  private final Map<String, Integer> ends = new java.util.TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();

  /** A job at work. */
  private record Running(FaultJob job, long beganNs, boolean isCancelled) {}

  @Fault(row = 54)
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void nothingIsLostForAsLongAsAsked(FaultRun run) throws Exception {
    Optional<NetworkLab> lab = lab(run);
    FaultCluster cluster =
        run.cluster(lab.map(NetworkLab::plans).orElseGet(() -> FaultCluster.plans(NODES)));
    SoakFault.SoakScene scene = new SoakFault.SoakScene(cluster, lab, random);
    long beganNs = System.nanoTime();
    try {
      while (System.nanoTime() - beganNs < LENGTH.toNanos()) {
        turn(run, scene);
        Pauses.of(Duration.ofMillis(random.nextInt(GAP_MS_MAX)));
      }
      cluster.awaitWorkers(NODES);
      for (Running each : running) {
        ended(run, each, each.job().awaitEnd(FaultRun.BOUND));
      }
    } finally {
      report(Duration.ofNanos(System.nanoTime() - beganNs));
    }
    run.sees(summary());
    assertThat(violations).isEmpty();
  }

  /** A look at the jobs and a fault; what can't be done in its time is a violation, too. */
  private void turn(FaultRun run, SoakFault.SoakScene scene) throws Exception {
    try {
      tend(run, scene.cluster());
      SoakFault fault = any();
      if (fault.fire(scene)) {
        faults.merge(fault, 1, Integer::sum);
        run.proven(fault.name(), () -> true);
      }
    } catch (AssertionError late) {
      violations.add(Instant.now() + ": " + String.valueOf(late.getMessage()).strip());
      for (NodeProcess node : scene.cluster().alive()) {
        node.tellThreads();
      }
    }
  }

  private static Optional<NetworkLab> lab(FaultRun run) throws Exception {
    return Rights.NETWORK.isGiven()
        ? Optional.of(run.keep(NetworkLab.of(NODES)))
        : Optional.empty();
  }

  /** Rarely all at once: what follows takes long. */
  private SoakFault any() {
    SoakFault[] all = SoakFault.values();
    SoakFault fault = all[random.nextInt(all.length)];
    return fault == SoakFault.KILL_ALL && random.nextInt(4) > 0 ? SoakFault.KILL : fault;
  }

  /** Looks at what has ended, and keeps jobs coming. */
  private void tend(FaultRun run, FaultCluster cluster) throws Exception {
    Iterator<Running> each = running.iterator();
    while (each.hasNext()) {
      Running job = each.next();
      JsonNode document = job.job().documentIfAny();
      if (Api.hasEnded(document)) {
        each.remove();
        ended(run, job, document);
      } else if (System.nanoTime() - job.beganNs() > JOB_BOUND.toNanos()) {
        each.remove();
        violations.add("I6: job " + job.job().id() + " runs for " + JOB_BOUND + ": " + document);
      }
    }
    while (running.size() < JOBS_AT_ONCE) {
      FaultJob.Spec spec =
          run.job(8, 1_400).reducers(1 + random.nextInt(6)).with("line.us", random.nextInt(2_000));
      FaultJob job = FaultJob.submit(cluster, spec);
      boolean isCancelled = random.nextInt(10) == 0;
      if (isCancelled) {
        Await.until(
            "an answer to the cancel",
            FaultRun.BOUND,
            () -> cluster.api().delete("/api/v1/jobs/" + job.id()).status() < 500);
      }
      running.add(new Running(job, System.nanoTime(), isCancelled));
    }
  }

  private void ended(FaultRun run, Running each, JsonNode document) throws Exception {
    String state = document.path("state").asText();
    ends.merge(state, 1, Integer::sum);
    try {
      if (each.isCancelled() && state.equals("CANCELLED")) {
        assertThat(each.job().spec().output().resolve("_SUCCESS")).doesNotExist();
        Invariants.checkNothingOfOutput(each.job().spec());
      } else {
        run.succeeded(each.job(), document);
      }
    } catch (AssertionError violation) {
      violations.add(each.job().id() + ": " + violation.getMessage());
    }
  }

  private String summary() {
    int sum = faults.values().stream().mapToInt(Integer::intValue).sum();
    return "seed %d, %d minutes, %d faults %s, jobs %s, %d violations"
        .formatted(SEED, LENGTH.toMinutes(), sum, faults, ends, violations.size());
  }

  private void report(Duration length) throws IOException {
    StringBuilder report = new StringBuilder("# Long run\n\n");
    report.append(summary()).append("; ").append(length.toSeconds()).append(" s in all\n\n");
    violations.forEach(violation -> report.append("- ").append(violation).append('\n'));
    Files.writeString(Path.of("target", "soak.md"), report);
  }
}
