package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * All processes are killed at random points of a job of 500 tasks, and started again. No completed
 * map runs again, since all outputs survive, and work goes on soon.
 */
@Tag("faults")
final class ColdStartIT {
  private static final int ROUNDS = Integer.getInteger("coldstart.rounds", 50);
  private static final long SEED = Long.getLong("coldstart.seed", 1);
  private static final int MAPS = 480;
  private static final int REDUCES = 20;

  @Fault(row = 53)
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void jobGoesOnFromAnyPointAtWhichAllDie(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Duration> resumed = new ArrayList<>();
    long kept = 0;
    for (int round = 0; round < ROUNDS; round++) {
      FaultJob job = FaultJob.submit(cluster, run.job(MAPS, 800).reducers(REDUCES));
      int target = random.nextInt(MAPS + REDUCES);
      job.await(
          target + " tasks completed",
          document ->
              document.path("progress").path("map").path("completed").asInt()
                      + document.path("progress").path("reduce").path("completed").asInt()
                  >= target);
      Map<String, String> completed = job.completedMapsOffNode("");
      boolean hadEnded = Api.hasEnded(job.document());

      run.fire("kill -9 of all", cluster::killAll, () -> cluster.alive().isEmpty());
      Instant killed = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      cluster.restartAll();
      if (!hadEnded) {
        resumed(cluster, job, killed).ifPresent(resumed::add);
      }

      run.endsAsIfNothingHadBeen(cluster, job);
      assertThat(job.completedMapsOffNode(""))
          .as("round %d, killed after %d tasks: completed maps stay so", round, target)
          .containsAllEntriesOf(completed);
      kept += completed.size();
    }
    run.sees(
        "%d of %d ended with the right bytes; %d completed maps, none ran again; from when"
                .formatted(ROUNDS, ROUNDS, kept)
            + " the first node was up to the first assignment: "
            + Times.summary(resumed));
  }

  /** From when the first node was up to the first attempt that the new master ordered. */
  private static Optional<Duration> resumed(FaultCluster cluster, FaultJob job, Instant killed)
      throws Exception {
    cluster.actingNode();
    long term = cluster.master().path("term").asLong();
    Await.until(
        "an attempt of term " + term + ", or the end",
        FaultRun.BOUND,
        () ->
            Api.hasEnded(job.document())
                || !job.attempts(a -> a.id().contains(".t" + term + ".")).isEmpty());
    if (job.attempts(a -> a.id().contains(".t" + term + ".")).isEmpty()) {
      return Optional.empty();
    }
    Instant formed = Times.firstUp(cluster.nodes(), killed);
    Instant ordered = Times.firstOrder(job, term);
    return Optional.of(
        ordered.isBefore(formed) ? Duration.ZERO : Duration.between(formed, ordered));
  }
}
