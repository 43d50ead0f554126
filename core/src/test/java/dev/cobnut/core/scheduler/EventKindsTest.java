package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.failure;
import static dev.cobnut.core.scheduler.Story.info;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.spec;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventKindsTest {
  private static final Moment AT = new Moment(1, 1);
  private static final AttemptId MAP = attempt(map("a", 0), 1);

  private static final List<Event> ONE_OF_EACH =
      List.of(
          new Event.JobSubmitted(AT, job("a"), spec("/out", 0)),
          new Event.JobPlanned(AT, job("a"), List.of()),
          new Event.StagePlanned(AT, job("a"), 0, List.of()),
          new Event.JobBroken(AT, job("a"), failure(Failure.Kind.INPUT)),
          new Event.JobCancelled(AT, job("a")),
          new Event.PublicationPrepared(AT, job("a")),
          new Event.JobPublished(AT, job("a")),
          new Event.WorkerJoined(AT, info("v", 1), false, List.of(), List.of()),
          new Event.WorkerHeard(AT, worker("v"), false, List.of()),
          new Event.WorkerDrained(AT, worker("v"), true),
          new Event.AttemptEnded(
              AT, worker("v"), new Outcome.Failed(MAP, failure(Failure.Kind.INPUT))),
          new Event.MapOutputUnreadable(AT, worker("v"), MAP, worker("w")),
          new Event.MapOutputChecked(AT, worker("v"), MAP, true),
          new Event.WorkerLost(AT, worker("v"), "it was killed"),
          new Event.Tick(AT));

  @Test
  void everyKindOfEventIsHandled() {
    assertThat(ONE_OF_EACH)
        .extracting(event -> (Object) event.getClass())
        .containsExactlyInAnyOrder((Object[]) Event.class.getPermittedSubclasses());
    Scheduler scheduler = new Scheduler(Story.LIMITS, 1);
    for (Event event : ONE_OF_EACH) {
      assertThatCode(() -> scheduler.apply(event)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyKindOfSaveIsRestored() {
    assertThat(Save.class.getPermittedSubclasses())
        .as("a new kind needs its place in Restorer")
        .containsExactlyInAnyOrder(
            Save.SaveJob.class,
            Save.SaveStage.class,
            Save.SaveCompleted.class,
            Save.SaveIdle.class,
            Save.SaveSkips.class,
            Save.SaveForgotten.class);
  }
}
