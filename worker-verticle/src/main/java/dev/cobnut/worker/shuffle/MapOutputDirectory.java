package dev.cobnut.worker.shuffle;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.JobId;
import java.util.HashMap;
import java.util.Map;

/**
 * Where map outputs lie, for the stages that this worker reduces. Confined to the worker's context.
 */
final class MapOutputDirectory {
  private record Stage(JobId job, int number) {}

  private final Map<Stage, StageOutputs> stages = new HashMap<>();

  /** The outputs of a stage, which are kept up to date from now on. */
  StageOutputs stage(JobId job, int number) {
    return stages.computeIfAbsent(new Stage(job, number), stage -> new StageOutputs());
  }

  /** The master told where outputs lie. */
  void heard(ToWorker.MapOutputsAre news) {
    StageOutputs stage = stages.get(new Stage(news.job(), news.stage()));
    if (stage != null) {
      stage.heard(news.locations());
    }
  }

  /** Forgets a job. */
  void drop(JobId job) {
    stages.keySet().removeIf(stage -> stage.job().equals(job));
  }
}
