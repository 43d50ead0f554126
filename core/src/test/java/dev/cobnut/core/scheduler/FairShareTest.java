package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.limited;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FairShareTest {
  private final Story story = new Story();

  private Story running(String job, int priority, int maps) {
    return story.submit(job, spec("/out/" + job, priority)).planned(job, 1).split(job, 0, maps);
  }

  private Map<String, Long> startedByJob() {
    return story.started().stream()
        .map(attempt -> attempt.task().job().value())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void eachStepOfPriorityDoublesTheShare() {
    running("a", 0, 50);
    running("b", 1, 50);
    running("c", 2, 50);
    story.join("v", 14);

    assertThat(startedByJob()).isEqualTo(Map.of("a", 2L, "b", 4L, "c", 8L));
  }

  @Test
  void lowPriorityIsNotStarved() {
    running("high", 10, 50);
    running("low", -10, 50);
    story.join("v", 1);
    assertThat(startedByJob()).isEqualTo(Map.of("high", 1L));
    long waitedMs = 0;
    int next = 0;
    while (startedByJob().getOrDefault("low", 0L) == 0) {
      AttemptId running = attempt(map("high", next++), 1);
      story.heard("v", running).tick(1_000).succeed("v", running);
      waitedMs += 1_000;
      assertThat(waitedMs).isLessThan(2 * Story.LIMITS.jobs().starvationMs());
    }

    assertThat(waitedMs).isGreaterThan(Story.LIMITS.jobs().starvationMs());
    story.succeed("v", attempt(map("low", 0), 1));
    assertThat(startedByJob()).as("then it waits again").isEqualTo(Map.of("high", 1L));
  }

  @Test
  void slotsThatOneJobCannotUseGoToTheOthers() {
    running("a", 10, 2);
    running("b", 0, 50);
    story.join("v", 6);

    assertThat(startedByJob()).isEqualTo(Map.of("a", 2L, "b", 4L));
  }

  @Test
  void jobRunsNoMoreTasksAtOnceThanItMay() {
    story.join("v", 6).submit("a", limited("/out/a", 2)).planned("a", 4).split("a", 0, 5);
    assertThat(story.started()).hasSize(2);
    assertThat(story.startedEarly()).as("as many may fetch").hasSize(2);

    story.succeed("v", attempt(map("a", 0), 1));
    assertThat(story.started()).hasSize(1);
    for (int index = 1; index < 5; index++) {
      story.succeed("v", attempt(map("a", index), 1));
    }
    assertThat(story.view("a").reduces().running()).isEqualTo(2);
  }
}
