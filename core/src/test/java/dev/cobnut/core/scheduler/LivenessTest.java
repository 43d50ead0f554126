package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.WorkerView;
import org.junit.jupiter.api.Test;

final class LivenessTest {
  private static final long SILENCE_MS = Story.LIMITS.workers().silenceMs();

  private final Story story = new Story();
  private final AttemptId first = attempt(map("a", 0), 1);
  private final AttemptId early = attempt(reduce("a", 0), 1);

  @Test
  void silentWorkerIsAskedThenGivenUp() {
    story.join("v", 1).running("a", 1, 1).tick(SILENCE_MS);
    assertThat(story.said()).isEmpty();

    story.tick(1);
    assertThat(story.said()).containsExactly(new Command.AskHello(worker("v")));
    assertThat(story.scheduler().workers(story.now()))
        .extracting(WorkerView::state)
        .containsExactly(WorkerView.State.SILENT);

    story.tick(SILENCE_MS);
    assertThat(story.said()).isEmpty();
    assertThat(story.view("a").maps().running()).isEqualTo(1);
    story.tick(1);
    assertThat(story.scheduler().workers(story.now())).isEmpty();
    assertThat(story.view("a").maps().running()).isZero();
  }

  @Test
  void silentWorkerGetsNothingUntilItSaysAWord() {
    story.join("v", 1).tick(SILENCE_MS + 1).running("a", 1, 1);
    assertThat(story.started()).isEmpty();

    story.heard("v");
    assertThat(story.started()).containsExactly(first);
  }

  @Test
  void anyWordShowsThatAWorkerLives() {
    story.join("v", 2).running("a", 2, 1).tick(SILENCE_MS);
    story.succeed("v", first).tick(SILENCE_MS);
    assertThat(story.said(Command.AskHello.class)).isEmpty();
    story.unreadable("v", first).tick(SILENCE_MS);
    assertThat(story.said()).isEmpty();
    story.checked("v", first, true).tick(SILENCE_MS);
    assertThat(story.said()).isEmpty();
  }

  @Test
  void heartbeatOfAnUnknownWorkerAsksItForAHello() {
    story.heard("v");

    assertThat(story.said()).containsExactly(new Command.AskHello(worker("v")));
    assertThat(story.scheduler().slots()).isZero();
  }

  @Test
  void orderThatNeverArrivedIsGivenAgain() {
    story.join("v", 1).running("a", 1, 1).later(SILENCE_MS).heard("v", early);
    assertThat(story.said()).isEmpty();

    story.later(1).heard("v", early);
    assertThat(story.said())
        .containsExactly(new Command.StartAttempt(worker("v"), first, false, AttemptMode.PLAIN));
    story.later(SILENCE_MS).heard("v", early);
    assertThat(story.said()).isEmpty();
  }

  /**
   * The worker had started the attempt and lost it before it told of it: it doesn't start it again,
   * and the order was repeated for ever (seed 259).
   */
  @Test
  void orderThatIsNeverFollowedIsGivenUp() {
    story.join("v", 1).running("a", 1, 1);
    story.later(SILENCE_MS + 1).heard("v", early);
    story.later(SILENCE_MS + 1).heard("v", early);
    assertThat(story.started()).containsExactly(first);
    story.later(SILENCE_MS + 1).heard("v", early);

    assertThat(story.stopped()).containsExactly(first);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2));
  }

  @Test
  void attemptThatVanishedIsGivenUp() {
    story.join("v", 1).running("a", 1, 1).heard("v", first).later(SILENCE_MS).heard("v", early);
    assertThat(story.said()).isEmpty();

    story.later(1).heard("v", early);
    assertThat(story.said())
        .containsExactly(
            new Command.StopAttempt(worker("v"), first),
            new Command.StartAttempt(
                worker("v"), attempt(map("a", 0), 2), false, AttemptMode.PLAIN));
    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void attemptThatIsNotWantedIsStopped() {
    story.join("v", 1).heard("v", first);

    assertThat(story.said()).containsExactly(new Command.StopAttempt(worker("v"), first));
  }

  @Test
  void oldHeartbeatDoesNotBringBackAFailedAttempt() {
    story.join("v", 2).running("a", 1, 1);
    story.fail("v", first, Failure.Kind.USER_CODE);
    AttemptId second = attempt(map("a", 0), 2);
    story.fail("v", second, Failure.Kind.USER_CODE).heard("v", first);

    assertThat(story.stopped()).containsExactly(first);
  }

  @Test
  void longPauseOfTheMasterLosesNoWorker() {
    story.join("v", 1).running("a", 1, 1).tick(100 * SILENCE_MS);
    assertThat(story.said()).containsExactly(new Command.AskHello(worker("v")));

    story.heard("v", first).tick(SILENCE_MS);
    assertThat(story.said()).isEmpty();
    assertThat(story.view("a").maps().running()).isEqualTo(1);
  }

  @Test
  void workersTellWhenTheyWereHeard() {
    story.join("v", 3).later(70);

    assertThat(story.scheduler().workers(story.now()))
        .containsExactly(new WorkerView(Story.info("v", 3), WorkerView.State.ACTIVE, 0, false, 70));
  }
}
