package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MapOutputTest {
  private final Story story = new Story();
  private final AttemptId map0 = attempt(map("a", 0), 1);
  private final AttemptId map1 = attempt(map("a", 1), 1);
  private final AttemptId again = attempt(map("a", 0), 2);

  /** Map 0 lies at v, map 1 at w, and one reduce runs at v. */
  private Story reducing() {
    return story.join("v", 1).join("w", 1).running("a", 2, 1).succeed("v", map0).succeed("w", map1);
  }

  @Test
  void readersLearnWhereMapOutputsLieByThePage() {
    reducing();

    assertThat(story.scheduler().mapOutputs(job("a"), 0, 0, 1))
        .containsExactly(new MapOutputLocation(map0, worker("v"), "v.example", 7000));
    assertThat(story.scheduler().mapOutputs(job("a"), 0, 1, 100))
        .extracting(MapOutputLocation::attempt)
        .containsExactly(map1);
    assertThat(story.scheduler().mapOutputs(job("a"), 1, 0, 100)).isEmpty();
  }

  @Test
  void oneReporterIsNoProofSoTheOwnerIsAskedOnce() {
    reducing().unreadable("w", map0);
    assertThat(story.said()).containsExactly(new Command.CheckMapOutput(worker("v"), map0));

    story.unreadable("w", map0);
    assertThat(story.said()).isEmpty();
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void questionThatWasLostIsAskedAgain() {
    reducing().unreadable("w", map0);
    story.heard("v").heard("w").later(Story.LIMITS.workers().silenceMs() + 1).unreadable("w", map0);

    assertThat(story.said()).containsExactly(new Command.CheckMapOutput(worker("v"), map0));
  }

  @Test
  void damagedMapOutputIsMadeAgain() {
    reducing().unreadable("w", map0).checked("v", map0, false);

    assertThat(story.said(Save.SaveIdle.class)).hasSize(1);
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    assertThat(story.started()).containsExactly(again);
  }

  @Test
  void damagedMapOutputIsNotTakenBackFromAHelloNorFromALateWord() {
    reducing().unreadable("w", map0).checked("v", map0, false);
    story.join(info("v", 1), List.of(attempt(reduce("a", 0), 1)), List.of(map0));
    assertThat(story.said(Save.class)).isEmpty();

    story.succeed("v", map0);
    assertThat(story.said())
        .containsExactly(new Command.AcknowledgeOutcome(worker("v"), map0, true));
  }

  @Test
  void outputThatWasGivenUpIsNotTakenBackAfterATakeover() {
    reducing().unreadable("w", map0).checked("v", map0, false);
    story.takeOver().join(info("v", 1), List.of(), List.of(map0));
    assertThat(story.said(Save.class)).isEmpty();

    story.succeed("v", map0);
    assertThat(story.said())
        .containsExactly(new Command.AcknowledgeOutcome(worker("v"), map0, true));
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
  }

  @Test
  void outputThatWasGivenUpStaysSoAfterAFailureAndTwoTakeovers() {
    reducing().unreadable("w", map0).checked("v", map0, false);
    long givenUpMs = story.now().wallMs();
    story.later(1).takeOver();
    story.join(info("w", 1), List.of(again), List.of(map1));
    story.fail("w", again, Failure.Kind.USER_CODE);
    assertThat(story.said(Save.SaveIdle.class))
        .extracting(Save.SaveIdle::givenUpMs)
        .containsExactly(Optional.of(givenUpMs));
    story.takeOver().join(info("v", 1), List.of(), List.of(map0));

    assertThat(story.said(Save.class)).isEmpty();
  }

  @Test
  void thirdComplaintOfAMapOutputThatItsOwnerFindsHealthyMakesItAgain() {
    reducing();
    for (int complaint = 1; complaint <= 2; complaint++) {
      story.unreadable("w", map0);
      assertThat(story.said(Command.CheckMapOutput.class)).hasSize(1);
      story.checked("v", map0, true);
      assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    }
    story.unreadable("w", map0);

    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    assertThat(story.started()).containsExactly(again);
  }

  /** Its disk hangs, say, while it still gives heartbeats. */
  @Test
  void thirdComplaintOfAMapOutputThatItsOwnerDoesNotReadMakesItAgain() {
    reducing();
    for (int complaint = 1; complaint <= 2; complaint++) {
      story.unreadable("w", map0);
      assertThat(story.said(Command.CheckMapOutput.class)).hasSize(1);
      story.heard("v").heard("w").later(Story.LIMITS.workers().silenceMs() + 1);
      assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    }
    story.unreadable("w", map0);

    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    assertThat(story.started()).containsExactly(again);
  }

  @Test
  void reporterOfAMapThatHasMovedIsToldWhere() {
    reducing().unreadable("w", map0).checked("v", map0, false).succeed("w", again);
    story.unreadable("v", map0);

    assertThat(story.said())
        .containsExactly(
            new Command.AnnounceMapOutputs(
                worker("v"),
                job("a"),
                0,
                List.of(new MapOutputLocation(again, worker("w"), "w.example", 7000))));
  }

  /** A reduce may have begun to fetch before the node was back, and give up after. */
  @Test
  void complaintsOfALifeThatIsOverAreNoneOfTheNext() {
    WorkerId before = worker("v");
    WorkerInfo next = nextLife("v");
    reducing().join(next, List.of(), List.of(map0));
    for (int complaint = 1; complaint <= 3; complaint++) {
      story.unreadable("w", map0, before);

      assertThat(story.said())
          .as("complaint %d", complaint)
          .containsExactly(
              new Command.AnnounceMapOutputs(
                  worker("w"),
                  job("a"),
                  0,
                  List.of(new MapOutputLocation(map0, next.id(), "v.example", 7001))));
    }
  }

  private static WorkerInfo nextLife(String node) {
    return new WorkerInfo(new WorkerId(node, "2"), node + ".example", 7001, 1, 17, List.of(), 2);
  }

  @Test
  void complaintOfAWorkerThatIsNotKnownAsksItForAHello() {
    reducing().unreadable("x", map0);

    assertThat(story.said()).containsExactly(new Command.AskHello(worker("x")));
  }

  @Test
  void answersNobodyAskedForAndComplaintsOfWhatIsNotThereChangeNothing() {
    reducing().checked("v", map0, true);
    assertThat(story.said()).isEmpty();
    story.checked("w", map0, false);
    assertThat(story.said()).isEmpty();
    story.unreadable("w", attempt(map("a", 7), 1)).unreadable("w", attempt(reduce("a", 0), 1));
    assertThat(story.said()).isEmpty();
    story.unreadable("w", attempt(map("x", 0), 1)).checked("v", attempt(map("x", 0), 1), false);
    assertThat(story.said()).isEmpty();
  }

  @Test
  void slotsFullOfReducesWhileAMapIsLostStillEnds() {
    AttemptId reduce = attempt(reduce("a", 0), 1);
    story.join("v", 1).running("a", 1, 2).succeed("v", map0).heard("v", reduce);
    story.unreadable("v", map0).checked("v", map0, false);
    assertThat(story.started()).as("no slot is free").isEmpty();
    story.fail("v", reduce, Failure.Kind.MAP_OUTPUT_LOST);

    assertThat(story.started()).containsExactly(again);
    story.succeed("v", again);
    assertThat(story.view("a").reduces().running()).isPositive();
    assertThat(story.view("a").reduces().failed()).isZero();
  }

  @Test
  void reducesRestAfterOneMissedAMapOutputThatIsBelievedToBeThere() {
    reducing();
    AttemptId reduce = attempt(reduce("a", 0), 1);
    story.fail("v", reduce, Failure.Kind.MAP_OUTPUT_LOST);
    assertThat(story.started()).isEmpty();
    story.tick(Story.LIMITS.workers().silenceMs() / 5 - 1);
    assertThat(story.started()).isEmpty();

    story.tick(1);
    assertThat(story.said(Command.StartAttempt.class))
        .as("elsewhere")
        .containsExactly(
            new Command.StartAttempt(
                worker("w"), attempt(reduce("a", 0), 2), false, AttemptMode.PLAIN));
  }
}
