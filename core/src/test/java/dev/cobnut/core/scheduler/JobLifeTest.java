package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.failure;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobLifeTest {
  private final Story story = new Story();

  @Test
  void jobGoesFromItsPlanToItsPublication() {
    story.submit("a").planned("a", 2);
    assertThat(story.said().get(1)).isEqualTo(new Command.PlanStage(job("a"), 0));
    assertThat(story.state("a")).isEqualTo(JobState.PLANNING);

    story.split("a", 0, 2);
    assertThat(story.said().get(0)).isInstanceOf(Save.SaveStage.class);
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);

    story.join("w", 4);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 1), attempt(map("a", 1), 1));
    assertThat(story.startedEarly())
        .containsExactly(attempt(reduce("a", 0), 1), attempt(reduce("a", 1), 1));

    story.succeedAll("w", story.started());
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    story.succeedAll("w", List.of(attempt(reduce("a", 0), 1), attempt(reduce("a", 1), 1)));
    assertThat(story.said()).endsWith(new Command.PreparePublication(job("a")));

    story.prepared("a");
    assertThat(story.state("a")).isEqualTo(JobState.PUBLISHING);
    assertThat(story.said()).endsWith(new Command.Publish(job("a")));

    story.published("a");
    assertThat(story.state("a")).isEqualTo(JobState.SUCCEEDED);
    assertThat(story.said()).hasSize(2).endsWith(new Command.DropJobData(job("a")));
  }

  @Test
  void noReduceTakesASlotBeforeAllMapsAreCompleted() {
    story.join("w", 4).running("a", 2, 1).succeed("w", attempt(map("a", 1), 1));

    assertThat(story.started()).isEmpty();
    assertThat(story.view("a").maps()).isEqualTo(new JobView.TaskCounts(2, 1, 1, 0));
  }

  @Test
  void emptyInputRunsItsReducesAtOnce() {
    story.join("w", 4).running("a", 0, 2);

    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    assertThat(story.started())
        .containsExactly(attempt(reduce("a", 0), 1), attempt(reduce("a", 1), 1));
    assertThat(story.scheduler().maps(job("a"), 0)).isZero();
  }

  @Test
  void nextStageIsPlannedWhenTheReducesOfTheOneBeforeAreCompleted() {
    story.join("w", 4).submit("a").planned("a", 1, 1).split("a", 0, 1);
    story.succeed("w", attempt(map("a", 0), 1)).succeed("w", attempt(reduce("a", 0), 1));

    assertThat(story.state("a")).isEqualTo(JobState.PLANNING);
    assertThat(story.said()).endsWith(new Command.PlanStage(job("a"), 1));

    story.split("a", 1, 3);
    assertThat(story.started()).hasSize(3).allMatch(attempt -> attempt.task().stage() == 1);
    assertThat(story.view("a").maps()).isEqualTo(new JobView.TaskCounts(4, 1, 3, 0));
    assertThat(story.view("a").stage()).isEqualTo(1);
  }

  @Test
  void samplesGiveBoundariesButNoCounters() {
    story
        .join("w", 4)
        .submit("a")
        .planned(
            "a",
            List.of(
                new StageSpec(StageSpec.Kind.SAMPLE, 0, 1),
                new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 2)))
        .split("a", 0, 1);
    assertThat(story.scheduler().boundariesFile(job("a"), 1)).isEmpty();
    story.succeed("w", attempt(map("a", 0), 1)).succeed("w", attempt(reduce("a", 0), 1));
    story.split("a", 1, 1);

    assertThat(story.scheduler().boundariesFile(job("a"), 1)).contains("s0-r-00000.t1.a1");
    assertThat(story.scheduler().boundariesFile(job("a"), 0)).isEmpty();
    assertThat(story.view("a").counters()).isEmpty();

    story.succeed("w", attempt(new TaskId(job("a"), 1, TaskKind.MAP, 0), 1));
    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 10L));
  }

  @Test
  void firstTaskGivesTheJobItsStartInASaveOfItsOwn() {
    story.running("a", 1, 1);
    assertThat(story.view("a").times().startedMs()).isEmpty();

    story.later(500).join("w", 1);
    assertThat(story.view("a").times().startedMs()).contains(story.now().wallMs());
    assertThat(story.said(Save.SaveJob.class))
        .extracting(Save.SaveJob::startedMs)
        .containsExactly(Optional.of(story.now().wallMs()));
  }

  @Test
  void partsAreThoseOfTheLastStageByPartition() {
    story.join("w", 4).running("a", 1, 2).succeed("w", attempt(map("a", 0), 1));
    story.succeed("w", attempt(reduce("a", 1), 1));
    assertThat(story.scheduler().parts(job("a")))
        .extracting(PartView::partition)
        .containsExactly(1);

    story.succeed("w", attempt(reduce("a", 0), 1));
    assertThat(story.scheduler().parts(job("a")))
        .extracting(part -> part.part().file())
        .containsExactly("s0-r-00000.t1.a1", "s0-r-00001.t1.a1");
  }

  @Test
  void jobThatCannotBePlannedFailsWithTheReason() {
    Failure failure = failure(Failure.Kind.INPUT);
    story.submit("a").apply(new Event.JobBroken(story.now(), job("a"), failure));

    assertThat(story.view("a").failure()).contains(failure);
    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    assertThat(story.said()).endsWith(new Command.DropJobData(job("a")));
  }

  @Test
  void planWithoutStagesFails() {
    story.submit("a").planned("a", List.of());

    assertThat(story.view("a").failure().orElseThrow().message())
        .isEqualTo("stages: 0 (expected: 1 or more)");
  }

  @Test
  void jobThatCannotBePublishedFails() {
    story.join("w", 4).running("a", 0, 1).succeed("w", attempt(reduce("a", 0), 1)).prepared("a");
    story.apply(new Event.JobBroken(story.now(), job("a"), failure(Failure.Kind.SYSTEM)));

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
  }

  @Test
  void answersThatComeTwiceOrLateChangeNothing() {
    story.join("w", 4).submit("a").planned("a", 1).planned("a", 3);
    assertThat(story.said()).isEmpty();
    story.split("a", 0, 0).split("a", 0, 5);
    assertThat(story.said()).isEmpty();
    story.prepared("a").published("a");
    assertThat(story.said()).isEmpty();
    story.succeed("w", attempt(reduce("a", 0), 1)).prepared("a").prepared("a");
    assertThat(story.said()).isEmpty();
    story.published("a").published("a");
    assertThat(story.said()).isEmpty();
    story.apply(new Event.JobBroken(story.now(), job("a"), failure(Failure.Kind.SYSTEM)));
    assertThat(story.said()).isEmpty();
    assertThat(story.state("a")).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void unknownJobIsNoError() {
    story.planned("x", 1).split("x", 0, 1).prepared("x").published("x");

    assertThat(story.said()).isEmpty();
    assertThat(story.scheduler().tasks(job("x"))).isEmpty();
    assertThat(story.scheduler().stages(job("x"))).isEmpty();
    assertThat(story.scheduler().parts(job("x"))).isEmpty();
  }
}
