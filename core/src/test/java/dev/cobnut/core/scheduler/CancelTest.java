package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.JobState;
import org.junit.jupiter.api.Test;

final class CancelTest {
  private final Story story = new Story().join("w", 2);

  @Test
  void cancelStopsWhatRunsAndFreesItsSlots() {
    story.running("a", 2, 1).running("b", 1, 1).cancel("a");

    AttemptId first = attempt(map("a", 0), 1);
    AttemptId second = attempt(map("a", 1), 1);
    AttemptId early = attempt(reduce("a", 0), 1);
    AttemptId next = attempt(map("b", 0), 1);
    AttemptId nextEarly = attempt(reduce("b", 0), 1);
    assertThat(story.state("a")).isEqualTo(JobState.CANCELLED);
    assertThat(story.said(Command.ToWorld.class))
        .containsExactly(
            new Command.StopAttempt(worker("w"), first),
            new Command.StopAttempt(worker("w"), second),
            new Command.StopAttempt(worker("w"), early),
            new Command.DropJobData(job("a")),
            new Command.CancelAnswered(job("a"), true),
            new Command.StartAttempt(worker("w"), next, false, AttemptMode.PLAIN),
            new Command.StartAttempt(worker("w"), nextEarly, false, AttemptMode.PLAIN));
    assertThat(story.said().get(0)).isInstanceOf(Save.SaveJob.class);
  }

  @Test
  void cancelIsRefusedFromTheDecisionOn() {
    story.running("a", 0, 1).succeed("w", attempt(reduce("a", 0), 1)).prepared("a").cancel("a");

    assertThat(story.said()).containsExactly(new Command.CancelAnswered(job("a"), false));
    assertThat(story.state("a")).isEqualTo(JobState.PUBLISHING);
  }

  @Test
  void cancelIsGrantedWhileThePublicationIsPrepared() {
    story.running("a", 0, 1).succeed("w", attempt(reduce("a", 0), 1)).cancel("a").prepared("a");

    assertThat(story.said()).isEmpty();
    assertThat(story.state("a")).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancelOfAnEndedOrUnknownJobIsRefused() {
    story.submit("a").cancel("a").cancel("a");
    assertThat(story.said()).containsExactly(new Command.CancelAnswered(job("a"), false));

    story.cancel("x");
    assertThat(story.said()).containsExactly(new Command.CancelAnswered(job("x"), false));
  }

  @Test
  void cancelledJobStaysCancelledWhateverItsTasksSay() {
    story.running("a", 1, 1).cancel("a").succeed("w", attempt(map("a", 0), 1));

    assertThat(story.said())
        .containsExactly(
            new Command.AcknowledgeOutcome(worker("w"), attempt(map("a", 0), 1), true));
    assertThat(story.view("a").maps().running()).isZero();
    assertThat(story.state("a")).isEqualTo(JobState.CANCELLED);
  }
}
