package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.RunningAttempt.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskTimeoutTest {
  private static final long TIMEOUT_MS = Story.LIMITS.tasks().timeoutMs();

  private final Story story = new Story();
  private final AttemptId first = attempt(map("a", 0), 1);
  private final AttemptId second = attempt(map("a", 0), 2);

  /** The worker is heard each second and tells the same each time. */
  private void stands(AttemptId attempt, Phase phase, long bytes, long ms) {
    for (long waitedMs = 0; waitedMs < ms; waitedMs += 1_000) {
      story.moves("v", attempt, phase, bytes).tick(1_000);
      if (!story.stopped().isEmpty()) {
        return;
      }
    }
  }

  @Test
  void attemptWithoutProgressFails() {
    story.join("v", 1).running("a", 1, 1);
    stands(first, Phase.RUNNING, 50, TIMEOUT_MS - 2_000);
    assertThat(story.stopped()).isEmpty();
    stands(first, Phase.RUNNING, 50, 4_000);

    assertThat(story.stopped()).containsExactly(first);
    assertThat(story.started()).containsExactly(second);
    assertThat(story.view("a").maps().failed()).isEqualTo(1);
  }

  @Test
  void anyProgressWillDo() {
    story.join("v", 1).running("a", 1, 1);
    for (int bytes = 0; bytes < 10; bytes++) {
      stands(first, Phase.RUNNING, bytes, TIMEOUT_MS - 2_000);
    }

    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void jobFailsAfterAsManyTimeoutsAsFailures() {
    story.join("v", 1).running("a", 1, 1);
    for (int number = 1; number <= 4; number++) {
      stands(attempt(map("a", 0), number), Phase.RUNNING, 50, 2 * TIMEOUT_MS);
    }

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    Failure failure = story.view("a").failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.NO_PROGRESS);
    assertThat(failure.message())
        .isEqualTo("no progress for 60000 ms on v (expected: some, or a longer task.timeout)");
  }

  @Test
  void attemptThatWaitsForASlotHasTime() {
    story.join("v", 1).running("a", 1, 1);
    stands(first, Phase.WAITING, 0, 3 * TIMEOUT_MS);

    assertThat(story.stopped()).isEmpty();
  }

  @Test
  void reduceThatWaitsForMapsHasTime() {
    story.join("v", 1).running("a", 1, 1);
    AttemptId early = attempt(reduce("a", 0), 1);
    for (long waitedMs = 0; waitedMs < 3 * TIMEOUT_MS; waitedMs += 1_000) {
      story.apply(
          new Event.WorkerHeard(
              story.now(),
              Story.worker("v"),
              false,
              List.of(
                  Story.running(first, Phase.RUNNING, waitedMs, 1_000_000),
                  Story.running(early, Phase.FETCHING, 0, 0))));
      story.tick(1_000);
    }
    assertThat(story.stopped()).isEmpty();
    story.succeed("v", first);

    stands(early, Phase.FETCHING, 0, TIMEOUT_MS + 2_000);
    assertThat(story.stopped()).as("then its time begins").containsExactly(early);
  }

  @Test
  void lateSuccessOfATimedOutAttemptIsDiscarded() {
    story.join("v", 1).running("a", 1, 1);
    stands(first, Phase.RUNNING, 50, 2 * TIMEOUT_MS);
    story.succeed("v", first);

    assertThat(story.said(Command.AcknowledgeOutcome.class))
        .containsExactly(new Command.AcknowledgeOutcome(Story.worker("v"), first, true));
    assertThat(story.view("a").maps().completed()).isZero();
  }
}
