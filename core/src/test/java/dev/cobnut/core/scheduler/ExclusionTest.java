package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.WorkerView;
import org.junit.jupiter.api.Test;

final class ExclusionTest {
  private final Story story = new Story();

  /** The worker's disk fails each of the first {@code tasks} maps once. */
  private Story failing(int tasks, Failure.Kind kind) {
    story.join("v", 3).join("w", 1).running("a", 8, 1);
    assertThat(story.startedMaps()).containsExactly("v0", "v1", "v2", "w3");
    for (int task = 0; task < tasks; task++) {
      story.fail("v", attempt(map("a", task), 1), kind);
    }
    return story;
  }

  private WorkerView.State state(String node) {
    return story.scheduler().workers(story.now()).stream()
        .filter(view -> view.info().id().equals(worker(node)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void workerThatFailsSeveralTasksGetsNoneForAWhile() {
    failing(2, Failure.Kind.SYSTEM);
    assertThat(state("v")).isEqualTo(WorkerView.State.ACTIVE);

    story.fail("v", attempt(map("a", 2), 1), Failure.Kind.SYSTEM);
    assertThat(state("v")).isEqualTo(WorkerView.State.EXCLUDED);
    assertThat(story.started()).isEmpty();
  }

  @Test
  void workerIsTakenBackWhenItsTimeIsOver() {
    failing(3, Failure.Kind.SYSTEM);
    long exclusionMs = Story.LIMITS.workers().exclusionMs();
    story.later(exclusionMs - 1_000).heard("v").tick(1);
    assertThat(state("v")).isEqualTo(WorkerView.State.EXCLUDED);
    story.later(1_000).heard("v").tick(1);

    assertThat(state("v")).isEqualTo(WorkerView.State.ACTIVE);
    assertThat(story.started()).isNotEmpty();
  }

  @Test
  void sameTaskFailingOverAndOverIsOneTask() {
    story.join("v", 1).join("w", 1).running("a", 2, 1);
    for (int number = 1; number <= 3; number++) {
      story.fail("v", attempt(map("a", 0), number), Failure.Kind.SYSTEM);
    }

    assertThat(state("v")).isEqualTo(WorkerView.State.ACTIVE);
  }

  @Test
  void failuresOfTheJobsCodeAreBlamedOnAWorkerOnlyOnceTheTaskSucceedsElsewhere() {
    failing(3, Failure.Kind.USER_CODE);
    assertThat(state("v")).isEqualTo(WorkerView.State.ACTIVE);

    for (int task = 0; task < 3; task++) {
      story.succeed("w", attempt(map("a", task), 2));
    }
    assertThat(state("v")).isEqualTo(WorkerView.State.EXCLUDED);
  }

  @Test
  void halfOfTheWorkersAlwaysStayIn() {
    story.join("v", 3).running("a", 8, 1);
    for (int task = 0; task < 3; task++) {
      story.fail("v", attempt(map("a", task), 1), Failure.Kind.SYSTEM);
    }

    assertThat(state("v")).as("there is no other").isEqualTo(WorkerView.State.ACTIVE);
  }

  @Test
  void failuresLongAgoAreForgotten() {
    failing(2, Failure.Kind.SYSTEM);
    story.later(Story.LIMITS.workers().exclusionMs() + 1);
    story.fail("v", attempt(map("a", 2), 1), Failure.Kind.SYSTEM);

    assertThat(state("v")).isEqualTo(WorkerView.State.ACTIVE);
  }
}
