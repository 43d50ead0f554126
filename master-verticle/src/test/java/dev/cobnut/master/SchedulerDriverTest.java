package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.ApiException;
import dev.cobnut.master.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchedulerDriverTest {
  private static final JobId ONE = new JobId("one");
  private static final JobId TWO = new JobId("two");
  private static final JobId THREE = new JobId("three");

  private final List<String> left = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final FakeJournal journal = new FakeJournal();
  private final FakeWorld world = new FakeWorld();
  private final SchedulerDriver driver =
      new SchedulerDriver(
          new Scheduler(Limits.DEFAULT, 1), journal, world, Runnable::run, failures::add);

  /** Keeps appends waiting until the test decides. */
  private static final class FakeJournal implements Journal {
    private final List<List<Save>> appended = new ArrayList<>();
    private final Deque<Promise<Void>> inFlight = new ArrayDeque<>();

    @Override
    public Position position() {
      return new Position(1, 1, 0);
    }

    @Override
    public Future<Void> append(List<Save> saves) {
      appended.add(saves);
      Promise<Void> promise = Promise.promise();
      inFlight.add(promise);
      return promise.future();
    }

    @Override
    public void close() {}

    void complete() {
      inFlight.remove().complete();
    }

    void fail() {
      inFlight.remove().fail("disk full");
    }
  }

  private final class FakeWorld implements SchedulerDriver.World {
    private Runnable onAccept = () -> {};

    @Override
    public void carryOut(Command.ToWorld command) {
      left.add(command.getClass().getSimpleName() + " " + job(command));
      if (command instanceof Command.AcceptJob) {
        onAccept.run();
      }
    }

    @Override
    public Runnable tellState(JobId job) {
      return () -> left.add("state " + job);
    }

    @Override
    public void batchLeft() {
      left.add("end of batch");
    }
  }

  private static String job(Command.ToWorld command) {
    if (command instanceof Command.AcceptJob accept) {
      return accept.job().value();
    }
    if (command instanceof Command.PlanJob plan) {
      return plan.job().value();
    }
    return "";
  }

  private static Event submitted(JobId job) {
    JobSpec spec =
        new JobSpec(
            "job",
            new PluginRef("plugin", "1", "00"),
            List.of("/in"),
            "/out/" + job,
            1,
            1 << 20,
            Map.of(),
            0,
            0,
            false,
            false,
            Optional.empty());
    return new Event.JobSubmitted(new Moment(1, 1), job, spec);
  }

  @Test
  void nothingLeavesBeforeItsSaves() {
    driver.apply(submitted(ONE));

    assertThat(journal.appended).hasSize(1);
    assertThat(left).isEmpty();

    journal.complete();
    assertThat(left).containsExactly("AcceptJob one", "PlanJob one", "state one", "end of batch");
  }

  @Test
  void whatHappensDuringAnAppendGathersInTheNext() {
    driver.apply(submitted(ONE));
    driver.apply(submitted(TWO));
    driver.apply(submitted(THREE));
    assertThat(journal.appended).hasSize(1);

    journal.complete();
    assertThat(journal.appended).hasSize(2);
    assertThat(journal.appended.get(1)).extracting(Save::job).containsExactly(TWO, THREE);
    assertThat(left).doesNotContain("AcceptJob two", "AcceptJob three");

    journal.complete();
    assertThat(left).containsSubsequence("AcceptJob one", "AcceptJob two", "AcceptJob three");
  }

  @Test
  void deletionWaitsForASegmentThoughNothingIsSaved() {
    WorkerId worker = new WorkerId("node", "life");
    AttemptId held = new AttemptId(new TaskId(ONE, 0, TaskKind.MAP, 0), 1, 1);
    WorkerInfo info = new WorkerInfo(worker, "127.0.0.1", 1, 1, 17, List.of(), 1);
    driver.apply(new Event.WorkerJoined(new Moment(1, 1), info, false, List.of(), List.of(held)));

    assertThat(journal.appended).containsExactly(List.of());
    assertThat(left).isEmpty();

    journal.complete();
    assertThat(left).containsExactly("AcknowledgeOutcome ", "end of batch");
  }

  @Test
  void clearingAwayAgainWaitsForASegment() {
    driver.apply(submitted(ONE));
    journal.complete();
    driver.apply(new Event.JobCancelled(new Moment(2, 2), ONE));
    journal.complete();
    List<Save> saved = journal.appended.stream().flatMap(List::stream).toList();
    Scheduler next = Scheduler.restore(Limits.DEFAULT, 2, new Moment(3, 3), saved);
    FakeJournal itsJournal = new FakeJournal();
    left.clear();

    new SchedulerDriver(next, itsJournal, world, Runnable::run, failures::add)
        .apply(new Event.Tick(new Moment(4, 4)));

    assertThat(itsJournal.appended).containsExactly(List.of());
    assertThat(left).isEmpty();
    itsJournal.complete();
    assertThat(left).containsExactly("DropJobData ", "end of batch");
  }

  @Test
  void signIsGivenWhereNothingWasAppended() {
    driver.giveSign();
    assertThat(journal.appended).containsExactly(List.of());
    journal.complete();

    driver.apply(submitted(ONE));
    journal.complete();
    driver.giveSign();
    assertThat(journal.appended).hasSize(2);

    driver.giveSign();
    assertThat(journal.appended).hasSize(3);
  }

  @Test
  void failedAppendLetsNothingLeave() {
    driver.apply(submitted(ONE));
    driver.apply(submitted(TWO));

    journal.fail();

    assertThat(left).isEmpty();
    assertThat(failures).singleElement().extracting(Throwable::getMessage).isEqualTo("disk full");
    assertThat(journal.appended).hasSize(1);
  }

  @Test
  void driverThatFailedAppliesNothing() {
    driver.apply(submitted(ONE));
    journal.fail();

    driver.apply(submitted(TWO));

    assertThat(journal.appended).hasSize(1);
    assertThat(driver.scheduler().job(TWO)).isEmpty();
  }

  @Test
  void answerWaitsForTheSavesOfWhatItSays() {
    driver.apply(submitted(ONE));
    Future<Boolean> answer = driver.answer(scheduler -> scheduler.job(ONE).isPresent());
    assertThat(answer.isComplete()).isFalse();

    journal.complete();

    assertThat(answer.result()).isTrue();
  }

  @Test
  void answerIsAtOnceWhereNothingIsUnsaved() {
    assertThat(driver.answer(scheduler -> scheduler.jobs().size()).result()).isZero();
  }

  @Test
  void answerSaysWhatWasWhenItWasAsked() {
    driver.apply(submitted(ONE));
    Future<Integer> answer = driver.answer(scheduler -> scheduler.jobs().size());
    driver.apply(submitted(TWO));

    journal.complete();
    journal.complete();

    assertThat(answer.result()).isEqualTo(1);
  }

  @Test
  void whoWaitsIsToldWhenTheMasterStepsDown() {
    driver.apply(submitted(ONE));
    Future<Integer> answer = driver.answer(scheduler -> scheduler.jobs().size());

    driver.stop();
    journal.complete();

    assertThat(answer.cause()).isInstanceOf(ApiException.class);
    assertThat(((ApiException) answer.cause()).problem().status()).isEqualTo(503);
    assertThat(left).isEmpty();
    assertThat(driver.answer(scheduler -> 1).failed()).isTrue();
  }

  @Test
  void questionThatThrowsFailsAloneAndAtOnce() {
    Future<Integer> answer =
        driver.answer(
            scheduler -> {
              throw new IllegalArgumentException("no such job");
            });

    assertThat(answer.cause()).hasMessage("no such job");
    assertThat(failures).isEmpty();
  }

  @Test
  void eventFromWithinACommandIsAppliedAfterTheBatch() {
    world.onAccept = () -> driver.apply(submitted(new JobId("x" + left.size())));
    driver.apply(submitted(ONE));

    journal.complete();

    assertThat(left).containsExactly("AcceptJob one", "PlanJob one", "state one", "end of batch");
    assertThat(journal.appended).hasSize(2);
  }

  @Test
  void worldThatThrowsStopsTheDriver() {
    world.onAccept =
        () -> {
          throw new IllegalStateException("broken");
        };
    driver.apply(submitted(ONE));

    journal.complete();

    assertThat(failures).singleElement().extracting(Throwable::getMessage).isEqualTo("broken");
    assertThat(left).containsExactly("AcceptJob one");
  }
}
