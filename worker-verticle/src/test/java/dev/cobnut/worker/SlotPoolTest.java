package dev.cobnut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SlotPoolTest {
  private final LinkedBlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private final SlotPool slots = new SlotPool(1, ended::add);

  @AfterEach
  void close() {
    slots.close();
  }

  @Test
  void attemptsBeyondTheSlotsWaitInOrder() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    slots.start(
        attempt(0),
        AttemptMode.PLAIN,
        control -> {
          control.progress(5, 10);
          awaitQuietly(gate);
          return success(0);
        });
    slots.start(attempt(1), AttemptMode.PLAIN, control -> success(1));
    while (slots.running().get(0).doneBytes() == 0) {
      Thread.onSpinWait();
    }
    assertThat(slots.running())
        .containsExactly(
            new RunningAttempt(attempt(0), AttemptMode.PLAIN, RunningAttempt.Phase.RUNNING, 5, 10),
            new RunningAttempt(attempt(1), AttemptMode.PLAIN, RunningAttempt.Phase.WAITING, 0, 0));
    gate.countDown();
    assertThat(next()).isEqualTo(success(0));
    assertThat(next()).isEqualTo(success(1));
    assertThat(slots.running()).isEmpty();
  }

  @Test
  void stopInterruptsTheAttemptAndNotTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    slots.start(
        attempt(0),
        AttemptMode.PLAIN,
        control -> {
          begun.countDown();
          wasInterrupted.set(!awaitQuietly(new CountDownLatch(1)));
          Thread.currentThread().interrupt();
          return control.stopped() ? success(0) : null;
        });
    begun.await();
    AtomicBoolean nextIsInterrupted = new AtomicBoolean(true);
    slots.start(
        attempt(1),
        AttemptMode.PLAIN,
        control -> {
          nextIsInterrupted.set(Thread.currentThread().isInterrupted());
          return success(1);
        });
    slots.stop(attempt(0));
    assertThat(next()).isEqualTo(success(0));
    assertThat(next()).isEqualTo(success(1));
    assertThat(wasInterrupted).isTrue();
    assertThat(nextIsInterrupted).isFalse();
  }

  @Test
  void attemptThatWaitsEndsAtOnceWhenItIsStopped() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();
    slots.start(
        attempt(0),
        AttemptMode.PLAIN,
        control -> {
          awaitQuietly(gate);
          return success(0);
        });
    slots.start(
        attempt(1),
        AttemptMode.PLAIN,
        control -> {
          ran.set(true);
          return success(1);
        });
    slots.stop(attempt(1));
    assertThat(next())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.attempt()).isEqualTo(attempt(1));
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.STOPPED);
            });
    gate.countDown();
    assertThat(next()).isEqualTo(success(0));
    slots.start(attempt(2), AttemptMode.PLAIN, control -> success(2));
    assertThat(next()).isEqualTo(success(2));
    assertThat(ran).isFalse();
  }

  @Test
  void closedPoolTakesNothing() {
    slots.close();

    slots.start(attempt(0), AttemptMode.PLAIN, control -> success(0));

    assertThat(slots.running()).isEmpty();
    assertThat(ended).isEmpty();
  }

  @Test
  void attemptIsToldOfWithItsMode() {
    AttemptMode mode = new AttemptMode(3, true);
    slots.start(
        attempt(0),
        mode,
        control -> {
          control.progress(5, 10);
          awaitQuietly(new CountDownLatch(1));
          return success(0);
        });
    assertThat(slots.running()).extracting(RunningAttempt::mode).containsExactly(mode);
    while (slots.running().get(0).doneBytes() == 0) {
      Thread.onSpinWait();
    }
    assertThat(slots.running())
        .containsExactly(new RunningAttempt(attempt(0), mode, RunningAttempt.Phase.RUNNING, 5, 10));
  }

  @Test
  void slotOutlivesWhatAnAttemptThrows() throws Exception {
    slots.start(
        attempt(0),
        AttemptMode.PLAIN,
        control -> {
          throw new IllegalStateException("thrown on purpose");
        });
    assertThat(next()).isInstanceOf(Outcome.Failed.class);
    slots.start(attempt(1), AttemptMode.PLAIN, control -> success(1));
    assertThat(next()).isEqualTo(success(1));
  }

  private Outcome next() throws InterruptedException {
    return ended.poll(10, TimeUnit.SECONDS);
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static AttemptId attempt(int index) {
    return new AttemptId(new TaskId(new JobId("job"), 0, TaskKind.MAP, index), 1, 1);
  }

  private static Outcome success(int index) {
    return new Outcome.Succeeded(
        attempt(index), AttemptMode.PLAIN, new TaskResult.MapOutput(0, Map.of()));
  }
}
