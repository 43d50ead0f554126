package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which outcome is the last that a job waits for. */
final class LastPartTest {
  private static final AttemptId FIRST = attempt(reduce("a", 0), 1);
  private static final AttemptId LAST = attempt(reduce("a", 1), 1);

  private final Story story = new Story();

  private void runToTheLastPart() {
    story.join("w", 4).running("a", 1, 2);
    story.succeed("w", attempt(map("a", 0), 1)).succeed("w", FIRST);
  }

  private Event.AttemptEnded success(String node, AttemptId attempt) {
    return new Event.AttemptEnded(
        story.now(),
        worker(node),
        new Outcome.Succeeded(attempt, AttemptMode.PLAIN, Story.result(attempt)));
  }

  private Optional<List<PartView>> completing(Event.AttemptEnded event) {
    return story.scheduler().completing(event);
  }

  @Test
  void partsThatTheJobWouldHaveAreThoseThatItGets() {
    runToTheLastPart();
    Optional<List<PartView>> before = completing(success("w", LAST));

    story.succeed("w", LAST);

    assertThat(before).contains(story.scheduler().parts(job("a")));
    assertThat(before.orElseThrow()).hasSize(2);
  }

  @Test
  void askingChangesNothing() {
    runToTheLastPart();
    completing(success("w", LAST));

    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    assertThat(story.scheduler().parts(job("a"))).hasSize(1);
    assertThat(completing(success("w", LAST))).isPresent();
  }

  @Test
  void decisionFollowsTheLastPartAtOnceWhereItWasPreparedAhead() {
    runToTheLastPart();
    story.succeed("w", LAST).prepared("a");

    assertThat(story.state("a")).isEqualTo(JobState.PUBLISHING);
    assertThat(story.said()).endsWith(new Command.Publish(job("a")));
  }

  @Test
  void outcomeThatOthersMustFollowCompletesNothing() {
    story.join("w", 4).running("a", 1, 2);
    assertThat(completing(success("w", attempt(map("a", 0), 1)))).isEmpty();

    story.succeed("w", attempt(map("a", 0), 1));
    assertThat(completing(success("w", FIRST))).isEmpty();
  }

  @Test
  void lastReduceOfAStageBeforeTheLastCompletesNothing() {
    story.join("w", 4).submit("a").planned("a", 1, 1).split("a", 0, 1);
    story.succeed("w", attempt(map("a", 0), 1));

    assertThat(completing(success("w", FIRST))).isEmpty();
  }

  @Test
  void failureCompletesNothing() {
    runToTheLastPart();
    Outcome failed = new Outcome.Failed(LAST, Story.failure(Failure.Kind.USER_CODE));

    assertThat(completing(new Event.AttemptEnded(story.now(), worker("w"), failed))).isEmpty();
  }

  @Test
  void whatIsSettledCompletesNothing() {
    runToTheLastPart();
    assertThat(completing(success("w", FIRST))).isEmpty();

    story.fail("w", LAST, Failure.Kind.USER_CODE);
    assertThat(completing(success("w", LAST))).isEmpty();

    story.cancel("a");
    assertThat(completing(success("w", attempt(reduce("a", 1), 2)))).isEmpty();
  }

  @Test
  void workerThatWasNotMetCompletesNothing() {
    runToTheLastPart();

    assertThat(completing(success("stranger", LAST))).isEmpty();
  }
}
