package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BackupTest {
  private static final long TYPICAL_MS = 4_000;

  private final Story story = new Story();
  private final AttemptId quick = attempt(map("a", 0), 1);
  private final AttemptId slow = attempt(map("a", 1), 1);
  private final AttemptId backup = attempt(map("a", 1), 2);

  /** Two maps on two workers; v's took 4 s, w's is at {@code percent} then. */
  private Story straggling(Story of, long percent) {
    of.join("v", 1).join("w", 1).running("a", 2, 1).heard("v", quick).heard("w", slow);
    of.later(TYPICAL_MS).moves("w", slow, Phase.RUNNING, percent).succeed("v", quick);
    return of;
  }

  @Test
  void stragglerGetsABackupOnAnotherNode() {
    straggling(story, 5);
    assertThat(story.started()).isEmpty();
    story.tick(500);

    assertThat(story.said(Command.StartAttempt.class))
        .containsExactly(new Command.StartAttempt(worker("v"), backup, true, AttemptMode.PLAIN));
  }

  @Test
  void firstToFinishWinsAndTheOtherIsStopped() {
    straggling(story, 5).tick(1_000).succeed("v", backup);
    assertThat(story.stopped()).containsExactly(slow);
    assertThat(story.scheduler().tasks(Story.job("a")).get(1).attempts())
        .extracting(AttemptView::state, AttemptView::backup)
        .containsExactly(tuple(AttemptState.STOPPED, false), tuple(AttemptState.SUCCEEDED, true));
  }

  @Test
  void originalThatWinsHasItsBackupStopped() {
    straggling(story, 5).tick(1_000).succeed("w", slow);

    assertThat(story.stopped()).containsExactly(backup);
    assertThat(story.view("a").maps().completed()).isEqualTo(2);
  }

  @Test
  void taskHasOneBackupAtATime() {
    straggling(story, 5).join("x", 1).tick(1_000);
    assertThat(story.started()).containsExactly(backup);
    story.tick(1_000).tick(1_000);
    assertThat(story.started()).isEmpty();

    story.fail("v", backup, Failure.Kind.SYSTEM).fail("x", backup, Failure.Kind.SYSTEM);
    story.tick(1_000);
    assertThat(story.started()).as("another, once it has failed").hasSize(1);
  }

  @Test
  void attemptThatIsNearlyDoneGetsNoBackup() {
    straggling(story, 5).later(6_000).moves("w", slow, Phase.RUNNING, 95).tick(1_000);

    assertThat(story.started()).isEmpty();
  }

  @Test
  void shortTasksGetNoBackup() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).heard("v", quick).heard("w", slow);
    story.later(100).succeed("v", quick).later(900).moves("w", slow, Phase.RUNNING, 30).tick(1);

    assertThat(story.started()).as("it takes less than 5 s in all").isEmpty();
  }

  @Test
  void attemptOfUnknownProgressGetsABackupOnceItHasTakenTwiceTheMedian() {
    straggling(story, 1).moves("w", slow, Phase.RUNNING, 0).tick(1_000);
    assertThat(story.started()).isEmpty();
    story.later(3_500).heard("v").heard("w", slow);
    story.moves("w", slow, Phase.RUNNING, 0).tick(1_000);

    assertThat(story.started()).containsExactly(backup);
  }

  @Test
  void longestEstimatedTimeGoesFirst() {
    AttemptId slowest = attempt(map("a", 2), 1);
    story.join("v", 1).join("w", 1).join("x", 1).running("a", 3, 1);
    story.later(TYPICAL_MS).moves("w", slow, Phase.RUNNING, 9);
    story.moves("x", slowest, Phase.RUNNING, 4).succeed("v", quick).tick(1_000);

    assertThat(story.started()).containsExactly(attempt(map("a", 2), 2));
  }

  @Test
  void tasksThatWaitGoBeforeBackups() {
    straggling(story, 5).running("b", 1, 1);

    assertThat(story.started()).containsExactly(attempt(map("b", 0), 1));
    story.tick(1_000);
    assertThat(story.started()).isEmpty();
  }

  @Test
  void reducesGetBackupsToo() {
    AttemptId slowReduce = attempt(reduce("a", 1), 1);
    story.join("v", 1).join("w", 1).running("a", 0, 2);
    story.moves("w", slowReduce, Phase.RUNNING, 0).later(TYPICAL_MS);
    story.moves("w", slowReduce, Phase.RUNNING, 5).succeed("v", attempt(reduce("a", 0), 1));
    story.tick(1_000);

    assertThat(story.said(Command.StartAttempt.class))
        .extracting(Command.StartAttempt::attempt, Command.StartAttempt::backup)
        .containsExactly(tuple(attempt(reduce("a", 1), 2), true));
  }

  @Test
  void reduceThatWaitsBehindASlowOneGetsABackupFirst() {
    AttemptId quickReduce = attempt(reduce("a", 0), 1);
    AttemptId slowReduce = attempt(reduce("a", 1), 1);
    AttemptId next = attempt(reduce("a", 2), 1);
    AttemptId behind = attempt(reduce("a", 3), 1);
    story.join("v", 1).join("w", 1).running("a", 0, 4);
    story.moves("v", quickReduce, Phase.RUNNING, 0).moves("w", slowReduce, Phase.RUNNING, 0);
    story.moves("v", next, Phase.WAITING, 0).moves("w", behind, Phase.WAITING, 0);
    story.later(TYPICAL_MS).succeed("v", quickReduce).moves("v", next, Phase.RUNNING, 0);
    story.moves("w", slowReduce, Phase.RUNNING, 10).moves("w", behind, Phase.WAITING, 0);
    story.later(TYPICAL_MS).moves("w", slowReduce, Phase.RUNNING, 20).succeed("v", next);
    story.tick(1_000);

    assertThat(story.started()).containsExactly(attempt(reduce("a", 3), 2));
  }

  @Test
  void timeThatAReduceFetchedDoesNotCount() {
    AttemptId quickReduce = attempt(reduce("a", 0), 1);
    AttemptId slowReduce = attempt(reduce("a", 1), 1);
    story.join("v", 1).join("w", 1).running("a", 0, 2);
    story.moves("v", quickReduce, Phase.FETCHING, 5).moves("w", slowReduce, Phase.FETCHING, 5);
    story.later(40_000).moves("v", quickReduce, Phase.FETCHING, 99);
    story.moves("w", slowReduce, Phase.FETCHING, 99);
    story.moves("v", quickReduce, Phase.RUNNING, 0).moves("w", slowReduce, Phase.RUNNING, 0);
    story.later(TYPICAL_MS).moves("w", slowReduce, Phase.RUNNING, 20).succeed("v", quickReduce);
    story.tick(1_000);

    assertThat(story.started()).containsExactly(attempt(reduce("a", 1), 2));
  }

  @Test
  void timeBeforeTheFirstByteIsNoSpeed() {
    AttemptId quickReduce = attempt(reduce("a", 0), 1);
    AttemptId sorting = attempt(reduce("a", 1), 1);
    story.join("v", 1).join("w", 1).running("a", 0, 2);
    story.moves("v", quickReduce, Phase.RUNNING, 0).moves("w", sorting, Phase.RUNNING, 0);
    story.later(TYPICAL_MS).moves("w", sorting, Phase.RUNNING, 0).succeed("v", quickReduce);
    story.later(1_000).moves("w", sorting, Phase.RUNNING, 25).tick(1);

    assertThat(story.started()).as("3 s are before it, not 15").isEmpty();
  }

  @Test
  void speedOfLateCountsMoreThanThatOfLongAgo() {
    straggling(story, 90);
    for (int second = 1; second <= 20; second++) {
      story.later(1_000).moves("w", slow, Phase.RUNNING, second < 20 ? 90 : 91).heard("v");
    }
    story.tick(1);

    assertThat(story.started()).as("1 % in 10 s, 9 % to go").containsExactly(backup);
  }

  @Test
  void stragglerWhoseBackupIsGoneGetsAnotherAtOnce() {
    straggling(story, 5).tick(1_000);
    assertThat(story.started()).containsExactly(backup);
    story.moves("w", slow, Phase.RUNNING, 40).lost("v").join("x", 2).tick(1_000);

    assertThat(story.started())
        .as("it is quicker now, and has more than the median before it all the same")
        .containsExactly(attempt(map("a", 1), 3));
  }

  @Test
  void noBackupsWhereTheyAreTurnedOff() {
    Limits limits =
        new Limits(
            new Limits.TaskLimits(4, 60_000, false, 10),
            Story.LIMITS.workers(),
            Story.LIMITS.jobs());
    Story without = straggling(new Story(limits), 5);
    without.tick(1_000).tick(1_000);

    assertThat(without.started()).isEmpty();
  }

  @Test
  void backupGoesOnThroughATakeover() {
    straggling(story, 5).tick(1_000).takeOver();
    story.join(Story.info("w", 1), List.of(slow), List.of());
    story.join(Story.info("v", 1), List.of(backup), List.of(quick));

    assertThat(story.stopped()).isEmpty();
    story.succeed("v", backup);
    assertThat(story.stopped()).containsExactly(slow);
  }
}
