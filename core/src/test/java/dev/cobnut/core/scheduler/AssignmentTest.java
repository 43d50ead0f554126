package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.reduce;
import static dev.cobnut.core.scheduler.Story.spec;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
  private final Story story = new Story();

  @Test
  void tasksGoInOrderToTheWorkersWithMostFreeSlots() {
    story.join("v", 2).join("w", 3).running("a", 10, 1);

    assertThat(story.startedMaps()).containsExactly("w0", "v1", "w2", "v3", "w4");
    assertThat(story.scheduler().slots()).isEqualTo(5);
  }

  @Test
  void jobsOfEqualPriorityShareTheSlots() {
    story.running("a", 10, 1).running("b", 10, 1).join("v", 4);

    assertThat(story.started())
        .extracting(attempt -> attempt.task().job().value())
        .containsExactly("a", "b", "a", "b");
  }

  @Test
  void newJobGetsEverySlotThatComesFreeUntilItHasAsMany() {
    story.join("v", 4).running("a", 10, 1).running("b", 10, 1);
    assertThat(story.started()).isEmpty();

    story.succeed("v", attempt(map("a", 0), 1));
    assertThat(story.started()).containsExactly(attempt(map("b", 0), 1));
    story.succeed("v", attempt(map("a", 1), 1));
    assertThat(story.started()).containsExactly(attempt(map("b", 1), 1));
    story.succeed("v", attempt(map("a", 2), 1));
    assertThat(story.started()).as("a has one less").containsExactly(attempt(map("a", 4), 1));
  }

  @Test
  void higherPriorityGoesFirst() {
    story.running("a", 2, 1).submit("b", spec("/out/b", 5)).planned("b", 1).split("b", 0, 2);
    story.join("v", 3);

    assertThat(story.started())
        .containsExactly(attempt(map("b", 0), 1), attempt(map("b", 1), 1), attempt(map("a", 0), 1));
  }

  @Test
  void drainingWorkerGetsNothingButKeepsWhatItRuns() {
    story.join("v", 2).running("a", 1, 1);
    story.apply(new Event.WorkerDrained(story.now(), worker("v"), true)).running("b", 1, 1);

    assertThat(story.started()).isEmpty();
    assertThat(story.scheduler().workers(story.now()))
        .extracting(WorkerView::state, WorkerView::running)
        .containsExactly(tuple(WorkerView.State.DRAINING, 2));

    story.apply(new Event.WorkerDrained(story.now(), worker("v"), false));
    assertThat(story.started()).containsExactly(attempt(map("b", 0), 1));
  }

  @Test
  void workerIsNeededWhileAReduceMayReadWhatItHolds() {
    story.join("v", 1).running("a", 1, 2);
    story.apply(new Event.WorkerDrained(story.now(), worker("v"), true));
    assertThat(needsV()).as("it runs a map").isTrue();

    story.succeed("v", attempt(map("a", 0), 1)).join("w", 1);
    story.succeed("w", attempt(reduce("a", 0), 1));
    assertThat(needsV()).as("a reduce reads there").isTrue();

    story.succeed("w", attempt(reduce("a", 1), 1));
    assertThat(needsV()).isFalse();
  }

  private boolean needsV() {
    return story.scheduler().workers(story.now()).get(0).needed();
  }

  @Test
  void workerThatSaysItDrainsGetsNothing() {
    story.running("a", 1, 1);
    story.apply(new Event.WorkerJoined(story.now(), info("v", 1), true, List.of(), List.of()));
    assertThat(story.started()).isEmpty();
    story.join("v", 1);
    assertThat(story.started()).hasSize(1);
  }

  @Test
  void helloDoesNotEndAnOrderToDrain() {
    story.join("v", 1).apply(new Event.WorkerDrained(story.now(), worker("v"), true));
    story.join("v", 1).running("a", 1, 1);

    assertThat(story.started()).isEmpty();
  }

  @Test
  void tasksOfAJobRunOnOneJavaRelease() {
    story.join(info("v", 1, 17), List.of(), List.of());
    story.running("a", 4, 1);
    story.join(info("w", 4, 21), List.of(), List.of());
    assertThat(story.started()).isEmpty();

    story.running("b", 1, 1);
    assertThat(story.startedMaps()).containsExactly("w0");
    story.succeed("v", attempt(map("a", 0), 1));
    assertThat(story.startedMaps()).containsExactly("v1");
  }

  @Test
  void workerThatRunsMoreThanItHasSlotsForGetsNothing() {
    AttemptId first = attempt(map("a", 0), 1);
    AttemptId second = attempt(map("a", 1), 1);
    story.running("a", 3, 1).join(info("v", 1), List.of(first, second), List.of());
    assertThat(story.started()).isEmpty();

    story.succeed("v", first);
    assertThat(story.started()).isEmpty();
    story.succeed("v", second);
    assertThat(story.started()).containsExactly(attempt(map("a", 2), 1));
  }

  @Test
  void secondLifeHasAnIdOfItsOwn() {
    assertThat(new WorkerId("v", "1")).isNotEqualTo(new WorkerId("v", "2"));
    assertThat(new WorkerId("v", "2")).isLessThan(new WorkerId("w", "1"));
  }
}
