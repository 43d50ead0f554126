package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.RunningAttempt.Phase;
import org.junit.jupiter.api.Test;

final class EarlyReduceTest {
  private final Story story = new Story();
  private final AttemptId reduce0 = attempt(reduce("a", 0), 1);

  @Test
  void reducesFetchWhileMapsRunAndHoldNoSlot() {
    story.join("v", 1).running("a", 2, 1);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 1));
    assertThat(story.startedEarly()).containsExactly(reduce0);

    story.succeed("v", attempt(map("a", 0), 1));
    assertThat(story.started()).containsExactly(attempt(map("a", 1), 1));
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
  }

  @Test
  void noMoreReducesFetchAtAWorkerThanItHasSlots() {
    story.join("v", 2).running("a", 9, 5);

    assertThat(story.startedEarly()).hasSize(2);
  }

  @Test
  void firstMapGoesBeforeThem() {
    story.join("v", 1).running("b", 2, 1).running("a", 1, 1);
    assertThat(story.startedEarly()).as("no slot is free for a's map").isEmpty();
  }

  @Test
  void theyHearOfNewMapOutputsAtTheNextTick() {
    story.join("v", 1).running("a", 2, 1).succeed("v", attempt(map("a", 0), 1));
    assertThat(story.said(Command.AnnounceMapOutputs.class)).isEmpty();

    story.tick(250);
    assertThat(story.said(Command.AnnounceMapOutputs.class))
        .singleElement()
        .satisfies(
            news ->
                assertThat(news.locations())
                    .extracting(MapOutputLocation::attempt)
                    .containsExactly(attempt(map("a", 0), 1)));
    story.tick(250);
    assertThat(story.said(Command.AnnounceMapOutputs.class)).as("once").isEmpty();
  }

  @Test
  void theyHearOfTheLastMapAtOnce() {
    story.join("v", 1).running("a", 1, 1).succeed("v", attempt(map("a", 0), 1));

    assertThat(story.said(Command.AnnounceMapOutputs.class)).hasSize(1);
  }

  @Test
  void reduceThatHasFetchedAllTakesASlot() {
    story.join("v", 2).running("a", 1, 1).running("b", 9, 1);
    story.later(1_000).succeed("v", attempt(map("a", 0), 1)).moves("v", reduce0, Phase.RUNNING, 0);
    story.succeed("v", attempt(map("b", 0), 1));
    assertThat(story.started()).as("one slot is the reduce's").hasSize(1);

    story.succeed("v", attempt(map("b", 1), 1));
    assertThat(story.started()).hasSize(1);
  }

  @Test
  void earlyReduceGivesWayToOneThatCouldRun() {
    story.join("v", 1).running("a", 3, 1);
    assertThat(story.startedEarly()).containsExactly(reduce0);
    story.submit("b", Story.spec("/out/b", 1)).planned("b", 1).split("b", 0, 0);
    assertThat(story.stopped()).as("no slot is free").isEmpty();
    story.succeed("v", attempt(map("a", 0), 1));

    assertThat(story.started()).contains(attempt(reduce("b", 0), 1));
    assertThat(story.stopped()).containsExactly(reduce0);
    assertThat(story.view("a").reduces().failed()).isZero();
  }

  @Test
  void attemptThatWasStoppedIsNotTakenUpAgainWhereAHeartbeatStillTellsOfIt() {
    earlyReduceGivesWayToOneThatCouldRun();
    story.moves("v", reduce0, Phase.FETCHING, 1);

    assertThat(story.stopped()).as("again, as the order may be lost").containsExactly(reduce0);
    assertThat(story.view("a").reduces().running()).isZero();
  }

  @Test
  void nextReducesFetchAheadWhereNobodyElseWaitsForSlots() {
    story.join("v", 1).running("a", 0, 3);
    assertThat(story.started()).containsExactly(reduce0);
    story.moves("v", reduce0, Phase.RUNNING, 0);
    assertThat(story.started()).containsExactly(attempt(reduce("a", 1), 1));

    story.running("b", 1, 1).succeed("v", reduce0);
    assertThat(story.started()).as("its slot is b's turn").isEmpty();
  }

  @Test
  void reduceThatWaitsForASlotKeepsItsPlaceForFetching() {
    AttemptId reduce1 = attempt(reduce("a", 1), 1);
    AttemptId reduce2 = attempt(reduce("a", 2), 1);
    story.join("v", 1).running("a", 0, 3).moves("v", reduce0, Phase.RUNNING, 0);
    assertThat(story.started()).containsExactly(reduce1);
    story.moves("v", reduce1, Phase.WAITING, 0);
    assertThat(story.started()).as("others could run it sooner").isEmpty();

    story.succeed("v", reduce0);
    assertThat(story.started()).containsExactly(reduce2);
  }

  @Test
  void reduceOfALostMapsStageLeavesItsPlaceToTheMap() {
    story.join("v", 1).running("a", 1, 1).succeed("v", attempt(map("a", 0), 1));
    story.heard("v").unreadable("v", attempt(map("a", 0), 1));
    story.checked("v", attempt(map("a", 0), 1), false);

    assertThat(story.said(Command.StartAttempt.class))
        .extracting(Command.StartAttempt::worker, Command.StartAttempt::attempt)
        .containsExactly(tuple(worker("v"), attempt(map("a", 0), 2)));
  }
}
