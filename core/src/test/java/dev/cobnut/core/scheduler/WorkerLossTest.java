package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerLossTest {
  private final Story story = new Story();
  private final AttemptId map0 = attempt(map("a", 0), 1);
  private final AttemptId map1 = attempt(map("a", 1), 1);

  @Test
  void runningTasksOfALostWorkerRunAgainAndItIsToldNothing() {
    story.join("v", 2).running("a", 2, 1).lost("v");
    assertThat(story.said()).isEmpty();
    assertThat(story.view("a").maps()).isEqualTo(new JobView.TaskCounts(2, 0, 0, 0));

    story.join("w", 2);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2), attempt(map("a", 1), 2));
  }

  @Test
  void completedMapRunsAgainWhenItsWorkerDies() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).succeed("v", map0).lost("v");

    assertThat(story.said(Save.SaveIdle.class))
        .singleElement()
        .satisfies(
            save -> {
              assertThat(save.task()).isEqualTo(map("a", 0));
              assertThat(save.lost()).isPresent();
            });
    story.succeed("w", map1);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2));
  }

  @Test
  void completedMapWhoseWorkerDiesTakesTheJobBackToMapping() {
    story.join("v", 1).join("w", 1).running("a", 2, 2);
    story.succeed("v", map0).succeed("w", map1);
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);

    story.lost("v");
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    assertThat(story.started())
        .as("who waits for the map holds no slot")
        .containsExactly(attempt(map("a", 0), 2));
    story.succeed("w", attempt(reduce("a", 1), 1));

    story.succeed("w", attempt(map("a", 0), 2));
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    assertThat(ranOn(attempt(reduce("a", 0), 2))).isEqualTo("w");
  }

  @Test
  void reducesThatRunAreToldWhereAMapLiesThatRanAgain() {
    story.join("v", 1).running("a", 1, 2).join("w", 2).succeed("v", map0);
    story.lost("v").join("x", 1);
    AttemptId again = attempt(map("a", 0), 2);
    story.succeed(ranOn(again), again);

    assertThat(story.said(Command.AnnounceMapOutputs.class))
        .anySatisfy(
            news -> {
              assertThat(news.worker()).isEqualTo(worker("w"));
              assertThat(news.locations())
                  .singleElement()
                  .satisfies(location -> assertThat(location.attempt()).isEqualTo(again));
            });
  }

  private String ranOn(AttemptId attempt) {
    return story.scheduler().tasks(attempt.task().job()).stream()
        .flatMap(task -> task.attempts().stream())
        .filter(view -> view.id().equals(attempt))
        .map(view -> view.worker().node())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void completedReduceStaysCompletedWhenItsWorkerDies() {
    story.join("v", 1).running("a", 0, 2).succeed("v", attempt(reduce("a", 0), 1)).lost("v");

    assertThat(story.view("a").reduces().completed()).isEqualTo(1);
    story.join("w", 2);
    assertThat(story.started()).containsExactly(attempt(reduce("a", 1), 2));
  }

  @Test
  void completedMapIsNotNeededOnceAllReducesAreCompleted() {
    story.join("v", 1).running("a", 1, 1).succeed("v", map0);
    story.succeed("v", attempt(reduce("a", 0), 1)).lost("v").join("w", 1);

    assertThat(story.started()).isEmpty();
    assertThat(story.view("a").maps().completed()).isEqualTo(1);
  }

  @Test
  void mapThatRunsAgainIsStoppedWhenTheLastReduceGotThroughWithoutIt() {
    AttemptId reduce = attempt(reduce("a", 0), 1);
    AttemptId again = attempt(map("a", 0), 2);
    story.join("v", 1).running("a", 1, 1).succeed("v", map0).lost("v").join("w", 1);
    assertThat(story.started()).containsExactly(again);
    story.join("v", 1).succeed("v", reduce);

    assertThat(story.stopped()).contains(again);
    assertThat(story.said()).contains(new Command.PreparePublication(Story.job("a")));
    assertThat(story.view("a").maps()).isEqualTo(new JobView.TaskCounts(1, 1, 0, 0));
    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 20L));
  }

  @Test
  void countersAreThoseOfTheLastAttemptThatWon() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).succeed("v", map0).lost("v");
    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 10L));

    story.succeed("w", map1).succeed("w", attempt(map("a", 0), 2));
    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 21L));
  }

  @Test
  void workerThatComesBackGoesOnWithWhatItRuns() {
    story.join("v", 1).running("a", 1, 1).lost("v").join(info("v", 1), List.of(map0), List.of());

    assertThat(story.started()).isEmpty();
    assertThat(story.stopped()).isEmpty();
    story.succeed("v", map0);
    assertThat(story.view("a").maps().completed()).isEqualTo(1);
  }

  @Test
  void workerThatComesBackGoesOnBesideTheAttemptThatReplacedItsOwn() {
    story.join("v", 1).running("a", 1, 1).lost("v").join("w", 1);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2));
    story.join(info("v", 1), List.of(map0), List.of());
    assertThat(story.said()).isEmpty();

    story.succeed("v", map0);
    assertThat(story.stopped()).containsExactly(attempt(map("a", 0), 2));
  }

  @Test
  void thirdAttemptThatComesBackIsStopped() {
    story.join("v", 1).running("a", 1, 1).lost("v").join("w", 1).lost("w").join("x", 1);
    story.join(info("w", 1), List.of(attempt(map("a", 0), 2)), List.of());
    story.join(info("v", 1), List.of(map0), List.of());

    assertThat(story.stopped()).containsExactly(map0);
  }

  @Test
  void workerThatComesBackWithAMapOutputIsSpentTheWork() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).succeed("v", map0).lost("v");
    story.succeed("w", map1);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2));
    story.join(info("v", 1), List.of(), List.of(map0));

    assertThat(story.said(Save.SaveCompleted.class))
        .singleElement()
        .satisfies(save -> assertThat(save.attempt()).isEqualTo(map0));
    assertThat(story.stopped()).containsExactly(attempt(map("a", 0), 2));
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void workerThatSaysHelloWithoutAMapOutputHasLostIt() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).succeed("v", map0).succeed("w", map1);
    story.join(info("v", 1), List.of(attempt(reduce("a", 0), 1)), List.of());

    assertThat(story.said(Save.SaveIdle.class))
        .extracting(Save.SaveIdle::task)
        .containsExactly(map("a", 0));
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
  }

  @Test
  void nextLifeOfAWorkerTakesOverWhatLiesOnItsDisk() {
    story.join("v", 2).running("a", 2, 1).succeed("v", map0).succeed("v", map1);
    WorkerInfo next = nextLife("v");
    story.join(next, List.of(), List.of(map0));

    assertThat(story.said(Save.SaveCompleted.class))
        .singleElement()
        .satisfies(save -> assertThat(save.location().worker()).isEqualTo(next.id()));
    assertThat(story.said(Save.SaveIdle.class))
        .singleElement()
        .satisfies(save -> assertThat(save.task()).isEqualTo(map("a", 1)));
    assertThat(story.scheduler().workers(story.now()))
        .extracting(view -> view.info().id())
        .containsExactly(next.id());
  }

  @Test
  void helloOfAnEarlierLifeIsNotHeard() {
    WorkerInfo next = nextLife("v");
    story.join(next, List.of(), List.of()).running("a", 1, 1).join("v", 1);

    assertThat(story.said()).isEmpty();
    assertThat(story.scheduler().workers(story.now()))
        .extracting(view -> view.info().id())
        .containsExactly(next.id());
  }

  private static WorkerInfo nextLife(String node) {
    return new WorkerInfo(new WorkerId(node, "2"), node + ".example", 7001, 2, 17, List.of(), 99);
  }

  @Test
  void mapOutputsOfJobsThatHaveEndedAreDiscarded() {
    story.join("v", 1).running("a", 1, 1).succeed("v", map0).lost("v").cancel("a");
    story.join(info("v", 1), List.of(), List.of(map0));

    assertThat(story.said())
        .containsExactly(new Command.AcknowledgeOutcome(worker("v"), map0, true));
  }

  @Test
  void lossOfAnUnknownWorkerIsNoNews() {
    assertThat(story.lost("v").said()).isEmpty();
  }
}
