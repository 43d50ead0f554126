package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkerReportsTest {
  private static final Moment NOW = new Moment(5, 6);
  private static final WorkerId WORKER = new WorkerId("node", "life");
  private static final WorkerInfo INFO =
      new WorkerInfo(WORKER, "127.0.0.1", 0, 2, 17, List.of(), 1);
  private static final AttemptId MAP =
      new AttemptId(new TaskId(new JobId("job"), 0, TaskKind.MAP, 0), 1, 1);
  private static final Outcome OUTCOME =
      new Outcome.Failed(MAP, new Failure(Failure.Kind.SYSTEM, "m", ""));

  private static final List<ToMaster> ALL =
      List.of(
          new ToMaster.Hello(1, INFO, false, List.of(), List.of(OUTCOME), List.of(MAP)),
          new ToMaster.Heartbeat(1, WORKER, false, List.of(), List.of(OUTCOME)),
          new ToMaster.WantMapOutputs(1, WORKER, new JobId("job"), 0, 0),
          new ToMaster.MapOutputUnreadable(1, WORKER, MAP, WORKER, "gone"),
          new ToMaster.MapOutputChecked(1, WORKER, MAP, false),
          new ToMaster.Leaving(1, WORKER),
          new ToMaster.TermRefused(2, WORKER, 1));

  @Test
  void everyMessageIsKnown() {
    assertThat(ALL).hasSameSizeAs(ToMaster.class.getPermittedSubclasses());
    ALL.forEach(message -> assertThat(WorkerReports.events(message, NOW)).isNotNull());
  }

  @Test
  void helloIsHeardBeforeItsOutcomes() {
    assertThat(WorkerReports.events(ALL.get(0), NOW))
        .containsExactly(
            new Event.WorkerJoined(NOW, INFO, false, List.of(), List.of(MAP)),
            new Event.AttemptEnded(NOW, WORKER, OUTCOME));
  }

  @Test
  void workerThatLeavesIsLostAtOnce() {
    assertThat(WorkerReports.events(new ToMaster.Leaving(1, WORKER), NOW))
        .containsExactly(new Event.WorkerLost(NOW, WORKER, "it ended in order"));
  }

  @Test
  void outcomesOfAHeartbeatAreHeardBeforeWhatRuns() {
    assertThat(WorkerReports.events(ALL.get(1), NOW))
        .containsExactly(
            new Event.AttemptEnded(NOW, WORKER, OUTCOME),
            new Event.WorkerHeard(NOW, WORKER, false, List.of()));
  }
}
