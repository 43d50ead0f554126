package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.limited;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.spec;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short maps are ordered ahead of free slots, so that a worker never waits for the next. */
final class ShortMapTest {
  private static final long SHORT_MS = 10;
  private static final long LONG_MS = 200;

  private final Story story = new Story();

  private Story afterFirst(long ms) {
    story.join("v", 1).running("a", 1_000, 1);
    return story.later(ms).succeed("v", attempt(map("a", 0), 1));
  }

  private static List<AttemptId> maps(String job, int from, int to) {
    List<AttemptId> maps = new ArrayList<>();
    for (int index = from; index <= to; index++) {
      maps.add(attempt(map(job, index), 1));
    }
    return maps;
  }

  @Test
  void asManyWaitBehindASlotAsTakeAMoment() {
    afterFirst(SHORT_MS);

    assertThat(story.started()).isEqualTo(maps("a", 1, 6));
    story.later(SHORT_MS).succeed("v", attempt(map("a", 1), 1));
    assertThat(story.started()).as("one ended, one more").isEqualTo(maps("a", 7, 7));
  }

  @Test
  void noneWaitsBehindALongOne() {
    afterFirst(LONG_MS);

    assertThat(story.started()).isEqualTo(maps("a", 1, 1));
  }

  @Test
  void thoseAheadTakeTheSlotOneAfterAnother() {
    afterFirst(SHORT_MS);
    story.later(SHORT_MS).submit("b", spec("/out/b", 0)).planned("b", 1).split("b", 0, 100);

    assertThat(story.started()).as("b waits for a slot").isEmpty();
    story.succeed("v", attempt(map("a", 1), 1));
    assertThat(story.started()).as("it is the next one's of a").isEmpty();
  }

  @Test
  void jobsThatShareTheSlotsHaveNoneAhead() {
    story.join("v", 2).running("a", 100, 1).running("b", 100, 1);
    story.later(SHORT_MS).succeed("v", attempt(map("a", 0), 1));

    assertThat(story.started()).hasSize(1);
  }

  @Test
  void jobWithALimitHasNoneAhead() {
    story.join("v", 1).submit("a", limited("/out/a", 1)).planned("a", 1).split("a", 0, 1_000);
    story.later(SHORT_MS).succeed("v", attempt(map("a", 0), 1));

    assertThat(story.started()).isEqualTo(maps("a", 1, 1));
  }

  @Test
  void lastOnesAreLeftToAllWorkers() {
    story.join("v", 1).join("w", 1).running("a", 8, 1);
    story.later(SHORT_MS).succeed("v", attempt(map("a", 0), 1));

    assertThat(story.started()).isEqualTo(maps("a", 2, 2));
  }

  @Test
  void thoseAheadAreTakenBackWhereAnotherJobWaits() {
    afterFirst(SHORT_MS);
    story.later(SHORT_MS).submit("b", spec("/out/b", 5)).planned("b", 1).split("b", 0, 100);

    story.tick(500);
    assertThat(story.stopped()).as("they may begin at any moment").isEmpty();
    story.heard("v", maps("a", 1, 6).toArray(AttemptId[]::new)).tick(1_000);
    assertThat(story.stopped()).isEqualTo(maps("a", 2, 6));
    story.succeed("v", attempt(map("a", 1), 1));
    assertThat(story.started()).isEqualTo(maps("b", 0, 0));
  }

  @Test
  void thoseAheadAreTakenBackWhereAnotherWorkerIsFree() {
    story.join("v", 1).running("a", 12, 1);
    story.later(SHORT_MS).succeed("v", attempt(map("a", 0), 1));
    assertThat(story.started()).isEqualTo(maps("a", 1, 3));
    story.join("w", 16);
    assertThat(story.started()).as("all others").isEqualTo(maps("a", 4, 11));

    story.heard("v", maps("a", 1, 3).toArray(AttemptId[]::new)).tick(1_000);
    assertThat(story.stopped()).isEqualTo(maps("a", 2, 3));
    assertThat(story.startedMaps()).containsExactly("w2", "w3");
  }

  @Test
  void drainingWorkerGetsNoneAhead() {
    story.join("v", 1).join("w", 1).running("a", 1_000, 1);
    story.apply(new Event.WorkerDrained(story.now(), worker("v"), true));
    story.later(SHORT_MS).succeed("v", attempt(map("a", 0), 1));

    assertThat(story.startedMaps()).isNotEmpty().allMatch(start -> start.startsWith("w"));
  }
}
