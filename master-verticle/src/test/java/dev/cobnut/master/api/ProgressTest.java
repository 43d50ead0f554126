package dev.cobnut.master.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.StageSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final StageSpec SAMPLE = new StageSpec(StageSpec.Kind.SAMPLE, 0, 1);
  private static final StageSpec WHOLE = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 10);
  private static final JobSpec SPEC =
      new JobSpec(
          "job",
          new PluginRef("plugin", "1", "00"),
          List.of("/in"),
          "/out",
          10,
          1 << 20,
          Map.of(),
          0,
          0,
          false,
          false,
          Optional.empty());

  private static JobView job(JobState state, int stage, int maps, int mapsDone, int reducesDone) {
    return new JobView(
        new JobId("job"),
        SPEC,
        state,
        stage,
        1,
        new JobView.TaskCounts(maps, mapsDone, 0, 0),
        new JobView.TaskCounts(10, reducesDone, 0, 0),
        Map.of(),
        new JobView.Times(0, Optional.of(10_000L), Optional.empty()),
        Optional.empty());
  }

  private static Progress of(JobView job) {
    return Progress.of(job, List.of(WHOLE), stage -> 0, 20_000);
  }

  @Test
  void percentGrowsWithEachTask() {
    double last = -1;
    for (int done = 0; done <= 20; done++) {
      double percent = of(job(JobState.MAPPING, 0, 20, done, 0)).percent();
      assertThat(percent).isGreaterThan(last);
      last = percent;
    }
    for (int done = 1; done <= 10; done++) {
      double percent = of(job(JobState.REDUCING, 0, 20, 20, done)).percent();
      assertThat(percent).isGreaterThan(last);
      last = percent;
    }
  }

  @Test
  void onlySuccessIsAHundredPercent() {
    assertThat(of(job(JobState.PUBLISHING, 0, 20, 20, 10)).percent()).isEqualTo(99);
    assertThat(of(job(JobState.SUCCEEDED, 0, 20, 20, 10)).percent()).isEqualTo(100);
  }

  @Test
  void etaIsUnknownBeforeAnythingIsDone() {
    assertThat(of(job(JobState.MAPPING, 0, 20, 0, 0)).etaSeconds()).isEmpty();
  }

  @Test
  void etaFollowsWhatIsDoneInWhichTime() {
    JobView half = job(JobState.REDUCING, 0, 10, 10, 0);

    assertThat(of(half).etaSeconds().orElseThrow()).isBetween(6L, 8L);
  }

  @Test
  void endedJobHasNoEta() {
    assertThat(of(job(JobState.CANCELLED, 0, 20, 20, 0)).etaSeconds()).isEmpty();
  }

  @Test
  void samplingStageCountsForLittle() {
    List<StageSpec> stages = List.of(SAMPLE, WHOLE);
    JobView sampled = job(JobState.PLANNING, 1, 4, 4, 1);

    double percent = Progress.of(sampled, stages, stage -> 4, 20_000).percent();

    assertThat(percent).isBetween(1.0, 10.0);
  }
}
