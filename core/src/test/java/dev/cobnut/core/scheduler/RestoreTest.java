package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.spec;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RestoreTest {
  private static final long HELLOS_MS = Story.LIMITS.workers().silenceMs() / 10;

  private final Story story = new Story();
  private final AttemptId map0 = attempt(map("a", 0), 1);
  private final AttemptId map1 = attempt(map("a", 1), 1);

  private static AttemptId attempt2(TaskId task, int number) {
    return new AttemptId(task, 2, number);
  }

  @Test
  void newMasterSaysAgainWhatWasDue() {
    story.submit("queued");
    story.later(1).submit("planning").planned("planning", 1);
    story.later(1).submit("cancelled").cancel("cancelled");
    story.later(1).running("preparing", 0, 1).join("v", 1);
    story.succeed("v", attempt(reduce("preparing", 0), 1));
    story.later(1).running("publishing", 0, 1).succeed("v", attempt(reduce("publishing", 0), 1));
    story.prepared("publishing").takeOver().tick(0);

    assertThat(story.said())
        .containsExactly(
            new Command.PlanJob(job("queued")),
            new Command.PlanStage(job("planning"), 0),
            new Command.DropJobData(job("cancelled")),
            new Command.PreparePublication(job("preparing")),
            new Command.Publish(job("publishing")));
    assertThat(story.tick(1).said()).isEmpty();
  }

  @Test
  void newMasterLetsRunWhatRuns() {
    story.join("v", 2).running("a", 3, 1).succeed("v", map0).takeOver();
    AttemptId map2 = attempt(map("a", 2), 1);
    story.join(info("v", 2), List.of(map1, map2), List.of(map0));

    assertThat(story.said()).isEmpty();
    assertThat(story.view("a").maps()).isEqualTo(new JobView.TaskCounts(3, 1, 2, 0));
    story.succeed("v", map1).succeed("v", map2);
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void newMasterWaitsForHellosBeforeItOrdersAnything() {
    story.join("v", 1).join("w", 1).running("a", 2, 1).takeOver();
    story.join(info("v", 1), List.of(), List.of());
    assertThat(story.started()).isEmpty();
    story.later(HELLOS_MS - 1).join(info("w", 1), List.of(map1), List.of());
    assertThat(story.started()).isEmpty();

    story.tick(1);
    assertThat(story.started()).containsExactly(attempt2(map("a", 0), 1));
  }

  @Test
  void completedMapsOfAWorkerThatDoesNotComeRunAgain() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    story.succeed("v", map0).succeed("w", map1).takeOver();
    story.join(info("w", 1), List.of(), List.of(map1));
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
    story.later(Story.LIMITS.workers().returnMs()).heard("w").tick(0);
    assertThat(story.said(Save.class)).isEmpty();

    story.tick(1);
    assertThat(story.said(Save.SaveIdle.class))
        .extracting(Save.SaveIdle::task)
        .containsExactly(map("a", 0));
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
  }

  @Test
  void workerThatStartsLateKeepsItsCompletedMaps() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    story.succeed("v", map0).succeed("w", map1).takeOver();
    story.join(info("w", 1), List.of(), List.of(map1));
    story.later(Story.LIMITS.workers().returnMs() - 1).heard("w").tick(0);
    story.join(info("v", 1), List.of(), List.of(map0));

    assertThat(story.said(Save.SaveIdle.class)).isEmpty();
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void workerWhoseNodeWasSeenLeavingIsAwaitedAsASilentOne() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    story.succeed("v", map0).succeed("w", map1).takeOver(Set.of("v"));
    story.join(info("w", 1), List.of(), List.of(map1));
    story.later(Story.LIMITS.workers().silenceMs()).heard("w").tick(0);
    assertThat(story.said(Save.SaveIdle.class)).isEmpty();

    story.tick(1);
    assertThat(story.said(Save.SaveIdle.class))
        .extracting(Save.SaveIdle::task)
        .containsExactly(map("a", 0));
  }

  @Test
  void completedMapsThatAWorkerNoLongerHoldsRunAgain() {
    story.join("v", 1).running("a", 2, 1).succeed("v", map0).takeOver();
    story.join(info("v", 1), List.of(), List.of());

    assertThat(story.said(Save.SaveIdle.class)).hasSize(1);
  }

  @Test
  void outcomeThatTheOldMasterDidNotSaveCountsWithTheNew() {
    story.join("v", 1).running("a", 2, 1).takeOver();
    story.join(info("v", 1), List.of(), List.of(map0)).succeed("v", map0);

    assertThat(story.said()).contains(new Command.AcknowledgeOutcome(worker("v"), map0, false));
    assertThat(story.view("a").maps().completed()).isEqualTo(1);
  }

  @Test
  void outcomeThatTheOldMasterSavedIsAcknowledgedByTheNew() {
    story.join("v", 1).running("a", 2, 1).succeed("v", map0).takeOver();
    story.join(info("v", 1), List.of(), List.of(map0)).succeed("v", map0);

    assertThat(story.said())
        .containsExactly(new Command.AcknowledgeOutcome(worker("v"), map0, false));
  }

  @Test
  void failuresAreNotForgotten() {
    story.join("v", 1).running("a", 1, 1);
    for (int number = 1; number < Story.LIMITS.tasks().attemptsMax(); number++) {
      story.fail("v", attempt(map("a", 0), number), Failure.Kind.USER_CODE);
    }
    story.takeOver().join("v", 1).tick(HELLOS_MS);
    assertThat(story.view("a").maps().failed()).isEqualTo(Story.LIMITS.tasks().attemptsMax() - 1);

    story.fail("v", attempt2(map("a", 0), 1), Failure.Kind.USER_CODE);
    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
  }

  @Test
  void countersOfALostMapAreNotForgotten() {
    story.join("v", 1).running("a", 1, 1).succeed("v", map0);
    AttemptId reduce = attempt(reduce("a", 0), 1);
    story.lost("v").takeOver().join(info("w", 1), List.of(reduce), List.of());
    story.succeed("w", reduce);

    assertThat(story.view("a").counters()).isEqualTo(Map.of("records", 20L));
    assertThat(story.said()).contains(new Command.PreparePublication(job("a")));
  }

  /** The map counted as completed before the takeover and as idle after it (seed 13). */
  @Test
  void lostMapThatNoReduceNeedsStaysCompletedForANewMaster() {
    story.join("v", 1).running("a", 1, 1).join("w", 2).succeed("v", map0).lost("v");
    story.succeed("w", attempt(reduce("a", 0), 1));
    JobView before = story.view("a");
    assertThat(before.maps()).isEqualTo(new JobView.TaskCounts(1, 1, 0, 0));

    assertThat(story.takeOver().view("a")).isEqualTo(before);
  }

  @Test
  void lostMapOutputIsFoundAgainByANewMaster() {
    story.join("v", 1).running("a", 2, 1).succeed("v", map0).lost("v").takeOver();
    story.join(info("v", 1), List.of(), List.of(map0));

    assertThat(story.said(Save.SaveCompleted.class)).hasSize(1);
    assertThat(story.view("a").maps().completed()).isEqualTo(1);
  }

  @Test
  void javaReleaseOfAJobIsNotForgotten() {
    story.join(info("v", 1, 17), List.of(), List.of()).running("a", 2, 1).succeed("v", map0);
    story.takeOver().join(info("w", 1, 21), List.of(), List.of()).tick(HELLOS_MS);

    assertThat(story.started()).isEmpty();
  }

  @Test
  void stepThatTheOldMasterDidNotSaveIsMadeByTheNew() {
    story.join("v", 1).running("a", 1, 1).succeed("v", map0);
    assertThat(story.saves().remove(story.saves().size() - 1))
        .isInstanceOfSatisfying(
            Save.SaveJob.class, save -> assertThat(save.state()).isEqualTo(JobState.REDUCING));
    story.takeOver();
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);

    story.tick(0);
    assertThat(story.state("a")).isEqualTo(JobState.REDUCING);
  }

  @Test
  void savesComeBackInAnyOrderOfTheirKeys() {
    story.join("v", 2).running("a", 3, 1).succeed("v", map0).submit("b", spec("/b", 3));
    story.fail("v", map1, Failure.Kind.SYSTEM).cancel("b");
    JobView a = story.view("a");
    JobView b = story.view("b");
    Map<String, Save> last = new LinkedHashMap<>();
    story.saves().forEach(save -> last.put(key(save), save));
    for (int seed = 0; seed < 20; seed++) {
      List<Save> shuffled = new ArrayList<>(last.values());
      Collections.shuffle(shuffled, new Random(seed));
      Scheduler restored = Scheduler.restore(Story.LIMITS, 2, story.now(), shuffled);
      assertThat(restored.jobs()).extracting(JobView::id).containsExactly(a.id(), b.id());
      JobView again = restored.job(a.id()).orElseThrow();
      assertThat(again.maps()).isEqualTo(new JobView.TaskCounts(3, 1, 0, 1));
      assertThat(again.counters()).isEqualTo(a.counters());
      assertThat(again.times()).isEqualTo(a.times());
      assertThat(restored.job(b.id())).contains(b);
      assertThat(restored.activeJobs()).containsExactly(a.id());
    }
  }

  private static String key(Save save) {
    if (save instanceof Save.SaveCompleted completed) {
      return completed.task().toString();
    }
    if (save instanceof Save.SaveIdle idle) {
      return idle.task().toString();
    }
    return save.job() + (save instanceof Save.SaveStage stage ? "/" + stage.stage() : "");
  }

  @Test
  void forgottenJobIsNotRestored() {
    story.submit("a").cancel("a").tick(Story.LIMITS.jobs().retentionMs() + 1).takeOver();

    assertThat(story.scheduler().jobs()).isEmpty();
  }

  @Test
  void endedJobIsForgottenByTheNewMasterInItsTime() {
    story.submit("a").cancel("a").later(10).submit("b").cancel("b").takeOver();
    story.tick(Story.LIMITS.jobs().retentionMs() - 5);

    assertThat(story.said(Save.SaveForgotten.class))
        .containsExactly(new Save.SaveForgotten(job("a")));
  }
}
