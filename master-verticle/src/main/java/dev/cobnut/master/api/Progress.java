package dev.cobnut.master.api;

import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.StageSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * How far a job is. Tasks count alike, since splits are cut alike and partitions hash alike; a
 * stage's maps count as more than its reduces, and a sampling stage for little.
 *
 * @param percent 0 to 100; 100 only where the job has succeeded
 * @param etaSeconds until the job ends, where that can be told
 */
record Progress(double percent, Optional<Long> etaSeconds) {
  private static final double MAP_SHARE = 0.6;
  private static final double SAMPLE_SHARE = 0.05;
  private static final double PERCENT_UNPUBLISHED_MAX = 99;
  private static final double PERCENT_TOLD_MIN = 2;
  private static final long ELAPSED_TOLD_MIN_MS = 1_000;

  /**
   * Weighs what is done against what is to do.
   *
   * @param mapsOfStage how many maps a stage before the current one has
   */
  static Progress of(
      JobView job, List<StageSpec> stages, IntUnaryOperator mapsOfStage, long nowWallMs) {
    if (job.state() == JobState.SUCCEEDED) {
      return new Progress(100, Optional.empty());
    }
    double percent = rounded(fractionDone(job, stages, mapsOfStage) * PERCENT_UNPUBLISHED_MAX);
    return new Progress(percent, eta(job, percent, nowWallMs));
  }

  private static double fractionDone(
      JobView job, List<StageSpec> stages, IntUnaryOperator mapsOfStage) {
    if (job.state() == JobState.PUBLISHING) {
      return 1;
    }
    double total = 0;
    double done = 0;
    int mapsBefore = 0;
    int reducesBefore = 0;
    for (int stage = 0; stage < stages.size(); stage++) {
      double weight = stages.get(stage).kind() == StageSpec.Kind.SAMPLE ? SAMPLE_SHARE : 1;
      total += weight;
      if (stage < job.stage()) {
        done += weight;
        mapsBefore += mapsOfStage.applyAsInt(stage);
        reducesBefore += stages.get(stage).reduces();
      } else if (stage == job.stage()) {
        double maps = share(job.maps(), mapsBefore);
        double reduces = share(job.reduces(), reducesBefore);
        done += weight * (MAP_SHARE * maps + (1 - MAP_SHARE) * reduces);
      }
    }
    return total == 0 ? 0 : done / total;
  }

  private static double share(JobView.TaskCounts counts, int before) {
    int total = counts.total() - before;
    int completed = counts.completed() - before;
    return total <= 0 ? 0 : Math.max(0, Math.min(1, (double) completed / total));
  }

  private static Optional<Long> eta(JobView job, double percent, long nowWallMs) {
    if (job.state().isTerminal() || job.times().startedMs().isEmpty()) {
      return Optional.empty();
    }
    long elapsedMs = nowWallMs - job.times().startedMs().get();
    if (percent < PERCENT_TOLD_MIN || elapsedMs < ELAPSED_TOLD_MIN_MS) {
      return Optional.empty();
    }
    return Optional.of((long) Math.ceil(elapsedMs * (100 - percent) / percent / 1_000));
  }

  private static double rounded(double percent) {
    return Math.floor(percent * 10) / 10;
  }
}
