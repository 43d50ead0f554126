package dev.cobnut.core.sim;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import java.util.Map;

/** An attempt at a simulated worker. */
abstract sealed class SimTask permits MapTask, ReduceTask {
  private final SimWorker worker;
  private final AttemptId id;
  private final JobOrder job;
  private Phase phase;
  private long beganMs;
  private long takesMs;
  private boolean hangs;

  SimTask(SimWorker worker, AttemptId id, JobOrder job, Phase phase) {
    this.worker = worker;
    this.id = id;
    this.job = job;
    this.phase = phase;
  }

  SimWorker worker() {
    return worker;
  }

  AttemptId id() {
    return id;
  }

  JobOrder job() {
    return job;
  }

  Phase phase() {
    return phase;
  }

  AttemptMode mode() {
    return AttemptMode.PLAIN;
  }

  /** It has all that it needs but a slot. */
  void waitForSlot() {
    phase = Phase.WAITING;
    worker.schedule();
  }

  /** It has a slot. */
  void begin() {
    phase = Phase.RUNNING;
    beganMs = worker.sim().nowMs();
    Draw draw = worker.sim().draw(id.toString());
    long usualMs = isBrisk() ? briskMs(draw) : draw.between(50, 1_500);
    long slowness = (long) worker.plan().slownessPercent() * worker.troubles().slownessPercent();
    takesMs = Math.min(8_000, usualMs * slowness / 10_000);
    hangs = worker.troubles().hangs();
    if (!hangs) {
      later(takesMs, this::finish);
    }
  }

  /** Whether it is likely to be short. */
  boolean isBrisk() {
    return worker.sim().definition(job.spec()).shape().brisk();
  }

  /** One in thirty takes its time. */
  private static long briskMs(Draw draw) {
    return draw.oneIn(30) ? draw.between(500, 5_000) : draw.between(1, 10);
  }

  /** It was ordered. */
  abstract void start();

  /** It has worked for as long as it takes. */
  abstract void finish();

  /** What it reads, and has read, while it gathers its input. */
  RunningAttempt told() {
    if (phase == Phase.RUNNING) {
      long done = hangs ? 0 : worker.sim().nowMs() - beganMs;
      return new RunningAttempt(id, mode(), phase, done, takesMs);
    }
    return new RunningAttempt(id, mode(), phase, 0, 0);
  }

  void hears(ToWorker.MapOutputsAre news) {}

  SimStorage.Part part() {
    return new SimStorage.Part(id, Map.of());
  }

  /** Does something later, if it still runs then. */
  void later(long delayMs, Runnable action) {
    worker.later(
        delayMs,
        () -> {
          if (worker.runs(this)) {
            action.run();
          }
        });
  }
}
