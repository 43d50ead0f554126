package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LastOutcomesTest {
  private static final JobId JOB = new JobId("job");
  private static final WorkerId WORKER = new WorkerId("node", "life");
  private static final long SILENCE_MS = Limits.DEFAULT.workers().silenceMs();

  private final List<List<Save>> segments = new ArrayList<>();
  private final List<Command.ToWorld> left = new ArrayList<>();
  private final Deque<Promise<JobId>> preparations = new ArrayDeque<>();
  private final Scheduler scheduler = new Scheduler(Limits.DEFAULT, 1);
  private final SchedulerDriver driver =
      new SchedulerDriver(scheduler, new Segments(), new World(), Runnable::run, failure -> {});
  private final LastOutcomes outcomes = new LastOutcomes(driver, this::prepare, this::now);
  private long nowMs = 1;

  /** Holds what is appended at once. */
  private final class Segments implements Journal {
    @Override
    public Position position() {
      return new Position(1, 1, 0);
    }

    @Override
    public Future<Void> append(List<Save> saves) {
      segments.add(saves);
      return Future.succeededFuture();
    }

    @Override
    public void close() {}
  }

  private final class World implements SchedulerDriver.World {
    @Override
    public void carryOut(Command.ToWorld command) {
      left.add(command);
    }

    @Override
    public Runnable tellState(JobId job) {
      return () -> {};
    }

    @Override
    public void batchLeft() {}
  }

  private Future<JobId> prepare(JobId job, List<PartView> parts) {
    assertThat(job).isEqualTo(JOB);
    assertThat(parts).hasSize(1);
    Promise<JobId> promise = Promise.promise();
    preparations.add(promise);
    return promise.future();
  }

  private Moment now() {
    return new Moment(nowMs, nowMs);
  }

  @BeforeEach
  void runToTheLastPart() {
    WorkerInfo info = new WorkerInfo(WORKER, "127.0.0.1", 1, 1, 17, List.of(), 1);
    driver.apply(new Event.WorkerJoined(now(), info, false, List.of(), List.of()));
    PluginRef plugin = new PluginRef("plugin", "1", "00");
    JobSpec spec =
        new JobSpec(
            "job",
            plugin,
            List.of("/in"),
            "/out",
            1,
            1 << 20,
            Map.of(),
            0,
            0,
            false,
            false,
            Optional.empty());
    driver.apply(new Event.JobSubmitted(now(), JOB, spec));
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    driver.apply(new Event.JobPlanned(now(), JOB, List.of(stage)));
    driver.apply(new Event.StagePlanned(now(), JOB, 0, List.of()));
    assertThat(state()).isEqualTo(JobState.REDUCING);
    segments.clear();
    left.clear();
  }

  private JobState state() {
    return scheduler.job(JOB).orElseThrow().state();
  }

  private ToMaster.Heartbeat lastPart() {
    AttemptId attempt = new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, 0), 1, 1);
    TaskResult.PreparedPart part = new TaskResult.PreparedPart("part", 1, 1, 0, Map.of());
    Outcome outcome = new Outcome.Succeeded(attempt, AttemptMode.PLAIN, part);
    return new ToMaster.Heartbeat(1, WORKER, false, List.of(), List.of(outcome));
  }

  @Test
  void completionAndDecisionShareASegment() {
    outcomes.hear(lastPart());
    assertThat(segments).isEmpty();

    preparations.remove().complete(JOB);

    assertThat(state()).isEqualTo(JobState.PUBLISHING);
    assertThat(segments).hasSize(1);
    assertThat(segments.get(0))
        .hasAtLeastOneElementOfType(Save.SaveCompleted.class)
        .hasAtLeastOneElementOfType(Save.SaveJob.class);
    assertThat(left).endsWith(new Command.Publish(JOB));
  }

  /** The worker was heard, though its outcome waits for longer than a worker may be silent. */
  @Test
  void workerWhoseOutcomeWaitsDoesNotLookSilent() {
    nowMs += SILENCE_MS - 1;
    outcomes.hear(lastPart());
    nowMs += 2;
    driver.apply(new Event.Tick(now()));

    assertThat(preparations).hasSize(1);
    assertThat(left).doesNotContain(new Command.AskHello(WORKER));
    assertThat(scheduler.workers(now()))
        .singleElement()
        .extracting(WorkerView::state)
        .isEqualTo(WorkerView.State.ACTIVE);
  }

  @Test
  void outcomeThatIsToldAgainDoesNotWait() {
    outcomes.hear(lastPart());
    outcomes.hear(lastPart());

    assertThat(segments).hasSize(1);
    assertThat(left).contains(new Command.PreparePublication(JOB));

    driver.apply(new Event.PublicationPrepared(now(), JOB));
    int decided = segments.size();
    preparations.remove().complete(JOB);
    assertThat(state()).isEqualTo(JobState.PUBLISHING);
    assertThat(segments).hasSize(decided);
  }

  @Test
  void outcomeCountsWhereNothingCouldBePrepared() {
    outcomes.hear(lastPart());
    preparations.remove().fail("disk full");

    assertThat(state()).isEqualTo(JobState.REDUCING);
    assertThat(left).contains(new Command.PreparePublication(JOB));
  }

  @Test
  void jobThatIsCancelledMeanwhileIsNotDecided() {
    outcomes.hear(lastPart());
    driver.apply(new Event.JobCancelled(now(), JOB));
    preparations.remove().complete(JOB);

    assertThat(state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void masterThatSteppedDownTakesNothingIn() {
    outcomes.hear(lastPart());
    driver.stop();
    preparations.remove().complete(JOB);

    assertThat(state()).isEqualTo(JobState.REDUCING);
    assertThat(segments).isEmpty();
  }
}
