package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.WorkerView;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiskFailureTest {
  private static final int ATTEMPTS_MAX = Story.LIMITS.tasks().attemptsMax();

  private final Story story = new Story();

  private void disk(String node, int number) {
    story.fail(node, attempt(map("a", 0), number), Failure.Kind.LOCAL_DISK);
  }

  private void says(String node, boolean sick, AttemptId... running) {
    story.apply(
        new Event.WorkerHeard(story.now(), worker(node), sick, Story.runs(List.of(running))));
  }

  @Test
  void workerWhoseDiskFailsGetsNoTaskUntilItSaysThatItIsWell() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    disk("v", 1);
    assertThat(story.started()).as("before it has said anything else").isEmpty();
    says("v", true);
    assertThat(story.started()).isEmpty();
    assertThat(story.scheduler().workers(story.now()).get(0).state())
        .isEqualTo(WorkerView.State.DRAINING);

    says("v", false);
    assertThat(story.started()).containsExactly(attempt(map("a", 0), 2));
  }

  @Test
  void sickDiskIsNotTheTasksFaultWhileThereAreOthers() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    for (int number = 1; number <= 2 * ATTEMPTS_MAX; number++) {
      disk("v", number);
      says("v", false);
    }

    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    assertThat(story.view("a").maps().failed()).isZero();
  }

  @Test
  void taskThatFillsEveryDiskEndsItsJob() {
    story.join("v", 1).join("w", 1).running("a", 1, 1);
    disk("v", 1);
    assertThat(story.started()).as("goes elsewhere").hasSize(1);
    disk("w", 2);
    says("v", false);
    for (int number = 3; number <= ATTEMPTS_MAX; number++) {
      disk("v", number);
      says("v", false);
    }
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);

    disk("v", ATTEMPTS_MAX + 1);
    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
  }

  @Test
  void onlyWorkersDiskCountsAtOnce() {
    story.join("v", 1).running("a", 1, 1);
    for (int number = 1; number < ATTEMPTS_MAX; number++) {
      disk("v", number);
      says("v", false);
    }
    assertThat(story.state("a")).isEqualTo(JobState.MAPPING);
    disk("v", ATTEMPTS_MAX);
    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
  }

  @Test
  void taskDoesNotFailForEverWhereNobodyElseTakesIt() {
    story.join("v", 1).join("w", 1);
    story.apply(new Event.WorkerDrained(story.now(), worker("w"), true)).running("a", 1, 1);
    int number = 0;
    while (story.state("a") == JobState.MAPPING) {
      number++;
      assertThat(number).isLessThan(100);
      disk("v", number);
      says("v", false);
    }

    assertThat(number).isGreaterThan(2 * ATTEMPTS_MAX);
    assertThat(story.state("a")).isEqualTo(JobState.FAILED);
  }

  @Test
  void workerWhoseDiskFailsSeveralTasksIsLeftOutThoughItSaysItIsWell() {
    story.join("v", 3).join("w", 1).running("a", 8, 1);
    for (int task = 0; task < 3; task++) {
      story.fail("v", attempt(map("a", task), 1), Failure.Kind.LOCAL_DISK);
    }
    says("v", false);

    assertThat(story.started()).isEmpty();
    assertThat(story.scheduler().workers(story.now()).get(0).state())
        .isEqualTo(WorkerView.State.EXCLUDED);
  }

  @Test
  void sickWorkerGetsNothingThoughItWasToldNotToDrain() {
    story.join("v", 1).apply(new Event.WorkerDrained(story.now(), worker("v"), false));
    says("v", true);
    assertThat(story.said()).containsExactly(new Command.TellDraining(worker("v"), false));
    story.running("a", 1, 1);
    assertThat(story.started()).isEmpty();

    says("v", false);
    assertThat(story.started()).hasSize(1);
  }

  @Test
  void sickWorkerThatJoinsGetsNothing() {
    story.running("a", 1, 1);
    story.apply(new Event.WorkerJoined(story.now(), info("v", 1), true, List.of(), List.of()));
    assertThat(story.started()).isEmpty();
  }
}
