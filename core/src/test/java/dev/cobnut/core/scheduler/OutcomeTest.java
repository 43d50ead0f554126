package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.failure;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.result;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.TaskView.AttemptState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  private static final long REST_MS = Story.LIMITS.workers().silenceMs() / 5;

  private final Story story = new Story();
  private final AttemptId first = attempt(map("a", 0), 1);
  private final AttemptId second = attempt(map("a", 0), 2);

  private Command.AcknowledgeOutcome kept(String node, AttemptId attempt) {
    return new Command.AcknowledgeOutcome(worker(node), attempt, false);
  }

  private Command.AcknowledgeOutcome discarded(String node, AttemptId attempt) {
    return new Command.AcknowledgeOutcome(worker(node), attempt, true);
  }

  @Test
  void successIsSavedBeforeItIsAcknowledged() {
    story.join("v", 1).running("a", 2, 1).succeed("v", first);

    assertThat(story.said().get(0))
        .isInstanceOfSatisfying(
            Save.SaveCompleted.class,
            save -> {
              assertThat(save.attempt()).isEqualTo(first);
              assertThat(save.location().host()).isEqualTo("v.example");
              assertThat(save.result()).isEqualTo(result(first));
            });
    assertThat(story.said().get(1)).isEqualTo(kept("v", first));
  }

  @Test
  void sameOutcomeToldTwiceIsAcknowledgedTwiceTheSameWay() {
    story.join("v", 1).running("a", 2, 1).succeed("v", first).succeed("v", first);
    assertThat(story.said()).containsExactly(kept("v", first));

    story.fail("v", attempt(map("a", 1), 1), Failure.Kind.SYSTEM);
    assertThat(story.said()).contains(discarded("v", attempt(map("a", 1), 1)));
    story.fail("v", attempt(map("a", 1), 1), Failure.Kind.SYSTEM);
    assertThat(story.said()).containsExactly(discarded("v", attempt(map("a", 1), 1)));
    assertThat(story.view("a").maps().failed()).isEqualTo(1);
  }

  @Test
  void partOfADecidedJobIsKeptWheneverItsOutcomeIsToldAgain() {
    AttemptId reduce = attempt(reduce("a", 0), 1);
    story.join("v", 1).running("a", 0, 1).succeed("v", reduce).prepared("a");
    story.succeed("v", reduce);

    assertThat(story.said()).containsExactly(kept("v", reduce));
  }

  @Test
  void failedTaskRunsAgainElsewhere() {
    story.join("v", 2).join("w", 1).running("a", 1, 1).fail("v", first, Failure.Kind.USER_CODE);

    assertThat(story.said())
        .startsWith(
            new Save.SaveIdle(map("a", 0), 1, Optional.empty(), Optional.empty()),
            discarded("v", first))
        .endsWith(new Command.StartAttempt(worker("w"), second, false, AttemptMode.PLAIN));
  }

  @Test
  void failedTaskRunsAgainWhereItFailedIfThereIsNoOther() {
    story.join("v", 1).running("a", 1, 1).fail("v", first, Failure.Kind.USER_CODE);

    assertThat(story.started()).containsExactly(second);
  }

  @Test
  void lastFailureOfATaskFailsItsJobWithItsReason() {
    story.join("v", 1).running("a", 1, 1);
    for (int number = 1; number <= Story.LIMITS.tasks().attemptsMax(); number++) {
      assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
      story.fail("v", attempt(map("a", 0), number), Failure.Kind.USER_CODE);
    }

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    assertThat(story.view("a").failure()).contains(failure(Failure.Kind.USER_CODE));
    assertThat(story.said()).endsWith(new Command.DropJobData(job("a")));
    assertThat(story.view("a").maps().failed()).isEqualTo(Story.LIMITS.tasks().attemptsMax());
  }

  @Test
  void lostMapOutputsAndStopsDoNotCountAsFailures() {
    story.join("v", 1).running("a", 0, 1);
    for (int number = 1; number <= 20; number++) {
      Failure.Kind kind = number % 2 == 0 ? Failure.Kind.MAP_OUTPUT_LOST : Failure.Kind.STOPPED;
      story.fail("v", attempt(reduce("a", 0), number), kind);
      if (kind == Failure.Kind.MAP_OUTPUT_LOST) {
        story.tick(REST_MS);
      }
      assertThat(story.started()).containsExactly(attempt(reduce("a", 0), number + 1));
    }
    assertThat(story.view("a").reduces().failed()).isZero();
  }

  @Test
  void lateSuccessOfAGivenUpAttemptCountsAndTheOtherIsStopped() {
    story.join("v", 1).running("a", 1, 1).lost("v").join("w", 1);
    assertThat(story.started()).containsExactly(second);
    story.join("v", 1).succeed("v", first);

    assertThat(story.said(Command.ToWorld.class))
        .contains(new Command.StopAttempt(worker("w"), second), kept("v", first));
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void lateSuccessOfACompletedTaskIsDiscarded() {
    story.join("v", 1).running("a", 2, 1).lost("v").join("w", 1).succeed("w", second);
    story.join("v", 1).succeed("v", first);

    assertThat(story.said()).containsExactly(discarded("v", first));
    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 10L));
  }

  /**
   * It was told again while the order to discard it was on its way, and counted when the winner's
   * output had been lost; then its files were deleted (seed 649).
   */
  @Test
  void discardedSuccessDoesNotCountLater() {
    story.join("v", 1).running("a", 2, 1).lost("v").join("w", 1).succeed("w", second);
    story.join("v", 1).succeed("v", first).lost("w").succeed("v", first);

    assertThat(story.said(Save.SaveCompleted.class)).isEmpty();
    assertThat(story.said(Command.AcknowledgeOutcome.class)).containsExactly(discarded("v", first));
  }

  @Test
  void outcomeOfAnUnknownWorkerAsksItForAHello() {
    story.running("a", 1, 1).succeed("v", first);

    assertThat(story.said()).containsExactly(new Command.AskHello(worker("v")));
    assertThat(story.view("a").maps().completed()).isZero();
  }

  @Test
  void outcomeOfAnUnknownJobIsDiscarded() {
    story.join("v", 1).succeed("v", first);

    assertThat(story.said()).containsExactly(discarded("v", first));
  }

  @Test
  void failureOfAnAttemptThatWasGivenUpDoesNotCount() {
    story.join("v", 1).running("a", 1, 1).lost("v").join("v", 1);
    story.fail("v", first, Failure.Kind.USER_CODE);

    assertThat(story.said()).containsExactly(discarded("v", first));
    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void failureOfTheAttemptThatWonKeepsItsFiles() {
    story.join("v", 1).running("a", 2, 1).succeed("v", first);
    story.fail("v", first, Failure.Kind.SYSTEM);

    assertThat(story.said()).containsExactly(kept("v", first));
  }

  @Test
  void resultOfAnotherKindOfTaskIsAFailure() {
    story.join("v", 1).running("a", 1, 1);
    story.ended(
        "v", new Outcome.Succeeded(first, AttemptMode.PLAIN, result(attempt(reduce("a", 0), 1))));

    assertThat(story.view("a").maps()).extracting("completed", "failed").containsExactly(0, 1);
  }

  @Test
  void attemptsOfATaskAreToldWithWhatBecameOfThem() {
    story.join("v", 1).running("a", 1, 1).fail("v", first, Failure.Kind.USER_CODE);
    story.lost("v").join(info("w", 1), List.of(), List.of());
    story.succeed("w", attempt(map("a", 0), 3));

    TaskView task = story.scheduler().tasks(job("a")).get(0);
    assertThat(task.state()).isEqualTo(TaskView.State.COMPLETED);
    assertThat(task.attempts())
        .extracting(TaskView.AttemptView::state)
        .containsExactly(AttemptState.FAILED, AttemptState.LOST, AttemptState.SUCCEEDED);
    assertThat(task.attempts().get(0).failure()).contains(failure(Failure.Kind.USER_CODE));
  }
}
