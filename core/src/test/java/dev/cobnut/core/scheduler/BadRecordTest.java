package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.SkipList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BadRecordTest {
  private static final AttemptMode COLLECTING = new AttemptMode(0, true);
  private static final AttemptMode WITHOUT = new AttemptMode(1, false);

  private final Story story = new Story();
  private final AttemptId first = attempt(map("a", 0), 1);
  private final AttemptId second = attempt(map("a", 0), 2);
  private final AttemptId third = attempt(map("a", 0), 3);

  private static JobSpec skipping(boolean skips) {
    JobSpec plain = Story.spec("/out/a", 0);
    return new JobSpec(
        plain.job(),
        plain.plugin(),
        plain.inputs(),
        plain.output(),
        plain.reducers(),
        plain.splitBytes(),
        plain.parameters(),
        0,
        0,
        skips,
        false,
        plain.idempotencyKey());
  }

  private static BadRecord bad(long offset) {
    return new BadRecord("/in/a", "a", offset, 1, "it broke");
  }

  private Story mapping(boolean skips) {
    return story.join("v", 1).submit("a", skipping(skips)).planned("a", 1).split("a", 0, 1);
  }

  private Story failsAtARecord(AttemptId attempt) {
    return story.fail("v", attempt, Failure.Kind.BAD_RECORD);
  }

  private Story collects(AttemptId attempt, AttemptMode mode, BadRecord... found) {
    return story.ended("v", new Outcome.Collected(attempt, mode, List.of(found)));
  }

  @Test
  void jobThatDoesNotSkipFailsAtABadRecordAsAtAnythingElse() {
    mapping(false);
    for (int number = 1; number <= 4; number++) {
      failsAtARecord(attempt(map("a", 0), number));
    }

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    assertThat(story.view("a").failure().orElseThrow().message()).isEqualTo("it broke");
  }

  @Test
  void attemptAfterABadRecordCollectsAllOfThem() {
    mapping(true);
    failsAtARecord(first);

    assertThat(story.said(Command.StartAttempt.class))
        .containsExactly(new Command.StartAttempt(worker("v"), second, false, COLLECTING));
    assertThat(story.said(Save.SaveSkips.class))
        .containsExactly(new Save.SaveSkips(map("a", 0), SkipList.EMPTY, true));
    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void attemptAfterThatRunsWithoutThem() {
    mapping(true);
    failsAtARecord(first);
    collects(second, COLLECTING, bad(3), bad(7));

    assertThat(story.said(Command.StartAttempt.class))
        .containsExactly(new Command.StartAttempt(worker("v"), third, false, WITHOUT));
    assertThat(story.scheduler().skips(map("a", 0)))
        .isEqualTo(new SkipList(1, List.of(bad(3), bad(7))));
    story.ended("v", new Outcome.Succeeded(third, WITHOUT, Story.result(third)));
    assertThat(story.view("a").maps().completed()).isEqualTo(1);
    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void onlyASuccessWithoutTheBadRecordsCounts() {
    mapping(true);
    failsAtARecord(first);
    collects(second, COLLECTING, bad(3));
    story.ended("v", new Outcome.Succeeded(third, AttemptMode.PLAIN, Story.result(third)));

    assertThat(story.said()).contains(new Command.AcknowledgeOutcome(worker("v"), third, true));
    assertThat(story.view("a").maps().completed()).isZero();
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 4));
  }

  @Test
  void outputThatWasLostIsNotTakenBackOnceTheListHasGrown() {
    mapping(true);
    story.succeed("v", first).lost("v").join("w", 1);
    story.fail("w", second, Failure.Kind.BAD_RECORD);
    story.ended("w", new Outcome.Collected(third, COLLECTING, List.of(bad(3))));
    story.join(Story.info("v", 1), List.of(), List.of(first));

    assertThat(story.view("a").maps().completed()).isZero();
    assertThat(story.said(Save.SaveCompleted.class)).isEmpty();
  }

  @Test
  void outputThatWasLostIsNotTakenBackAfterATakeoverWhereTheListIsLonger() {
    mapping(true);
    story.succeed("v", first).lost("v").join("w", 1);
    story.fail("w", second, Failure.Kind.BAD_RECORD);
    story.ended("w", new Outcome.Collected(third, COLLECTING, List.of(bad(3))));
    story.takeOver().join(Story.info("v", 1), List.of(), List.of(first));

    assertThat(story.view("a").maps().completed()).isZero();
  }

  @Test
  void listOnlyGrows() {
    mapping(true);
    failsAtARecord(first);
    collects(second, COLLECTING, bad(7));
    failsAtARecord(third);
    AttemptMode again = new AttemptMode(1, true);
    collects(attempt(map("a", 0), 4), again, bad(3));

    assertThat(story.scheduler().skips(map("a", 0)))
        .isEqualTo(new SkipList(2, List.of(bad(3), bad(7))));
  }

  @Test
  void collectionThatFindsNothingCountsAsAFailure() {
    mapping(true);
    failsAtARecord(first);
    for (int number = 2; number <= 5; number++) {
      collects(attempt(map("a", 0), number), COLLECTING);
    }

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    assertThat(story.view("a").failure().orElseThrow().message()).contains("no bad record");
  }

  @Test
  void moreBadRecordsThanMayBeSkippedFailTheJob() {
    mapping(true);
    failsAtARecord(first);
    BadRecord[] many = new BadRecord[11];
    for (int record = 0; record < many.length; record++) {
      many[record] = bad(record);
    }
    for (int number = 2; number <= 5; number++) {
      collects(attempt(map("a", 0), number), COLLECTING, many);
    }

    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
    assertThat(story.view("a").failure().orElseThrow().message())
        .isEqualTo("11 bad records or more, the first in /in/a at byte 0 (expected: at most 10)");
  }

  @Test
  void mapThatRunsAgainLeavesOutTheSameRecords() {
    mapping(true);
    failsAtARecord(first);
    collects(second, COLLECTING, bad(3));
    story.ended("v", new Outcome.Succeeded(third, WITHOUT, Story.result(third)));
    story.lost("v").join("w", 1);

    assertThat(story.said(Command.StartAttempt.class))
        .contains(new Command.StartAttempt(worker("w"), attempt(map("a", 0), 4), false, WITHOUT));
  }

  @Test
  void newMasterKnowsWhatIsSkippedAndWhatIsToBeCollected() {
    mapping(true);
    failsAtARecord(first);
    story.takeOver().join("v", 1).tick(1_000);
    assertThat(story.said(Command.StartAttempt.class).get(0).mode()).isEqualTo(COLLECTING);
    AttemptId collecting = story.started().get(0);
    collects(collecting, COLLECTING, bad(3));
    story.takeOver().join("v", 1).tick(1_000);

    assertThat(story.said(Command.StartAttempt.class).get(0).mode()).isEqualTo(WITHOUT);
    assertThat(story.scheduler().skips(map("a", 0))).isEqualTo(new SkipList(1, List.of(bad(3))));
  }

  @Test
  void rivalThatStillRunsWithTheBadRecordsIsStopped() {
    mapping(true).lost("v").join("w", 1);
    story.join(Story.info("v", 1), List.of(first), List.of());
    failsAtARecord(first);
    story.ended("w", new Outcome.Failed(second, Story.failure(Failure.Kind.BAD_RECORD)));
    assertThat(story.said(Command.StartAttempt.class).get(0).mode()).isEqualTo(COLLECTING);
    collects(third, COLLECTING, bad(3));

    assertThat(story.view("a").maps().failed()).isZero();
    assertThat(story.said(Command.StartAttempt.class).get(0).mode()).isEqualTo(WITHOUT);
  }
}
