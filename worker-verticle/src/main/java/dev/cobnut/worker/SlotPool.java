package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskControl;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, each of which runs one attempt at a time; attempts beyond that wait in
 * order. Safe for use by any thread.
 */
final class SlotPool implements AutoCloseable {
  private final ExecutorService threads;
  private final Consumer<Outcome> ended;
  private final Map<AttemptId, Slot> slots = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A pool that runs nothing.
   *
   * @param ended told once for each attempt, on the thread that ran it or stopped it
   */
  SlotPool(int size, Consumer<Outcome> ended) {
    this.ended = ended;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            size,
            work -> {
              Thread thread = new Thread(work, "cobnut-slot-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs an attempt as soon as a slot is free; nothing any more once the pool is closed. */
  void start(AttemptId attempt, AttemptMode mode, Function<TaskControl, Outcome> work) {
    if (closed) {
      return;
    }
    Slot slot = new Slot(attempt, mode, work);
    if (slots.putIfAbsent(attempt, slot) != null) {
      throw new IllegalStateException("attempt: " + attempt + " runs already");
    }
    threads.execute(slot);
  }

  /** Has an attempt end soon, as it will tell itself. */
  void stop(AttemptId attempt) {
    Slot slot = slots.get(attempt);
    if (slot != null) {
      slot.stop();
    }
  }

  /** Whether an attempt waits for a slot, so that a slot that becomes free has something to do. */
  boolean hasWaiting() {
    return slots.values().stream()
        .anyMatch(slot -> slot.told().phase() == RunningAttempt.Phase.WAITING);
  }

  /** What runs or waits. */
  List<RunningAttempt> running() {
    return slots.values().stream()
        .map(Slot::told)
        .sorted(Comparator.comparing(RunningAttempt::attempt))
        .toList();
  }

  /** Stops all, and tells of no end any more; the threads end when the attempts have. */
  @Override
  public void close() {
    closed = true;
    slots.values().forEach(Slot::stop);
    threads.shutdownNow();
  }

  /** One attempt, from its order to its end. */
  private final class Slot implements Runnable, TaskControl {
    private final AttemptId attempt;
    private final AttemptMode mode;
    private final Function<TaskControl, Outcome> work;
    private volatile boolean stopped;
    private volatile RunningAttempt told;

    /** Runs the work; guarded by this, so that an interrupt never hits the next attempt. */
    private @Nullable Thread thread;

    private boolean begun;

    Slot(AttemptId attempt, AttemptMode mode, Function<TaskControl, Outcome> work) {
      this.attempt = attempt;
      this.mode = mode;
      this.work = work;
      this.told = new RunningAttempt(attempt, mode, RunningAttempt.Phase.WAITING, 0, 0);
    }

    RunningAttempt told() {
      return told;
    }

    @Override
    public boolean stopped() {
      return stopped;
    }

    @Override
    public void progress(long doneBytes, long totalBytes) {
      told = new RunningAttempt(attempt, mode, RunningAttempt.Phase.RUNNING, doneBytes, totalBytes);
    }

    /** Whether it is to be run; not where it was stopped before a slot was free. */
    private synchronized boolean begin() {
      if (begun) {
        return false;
      }
      begun = true;
      thread = Thread.currentThread();
      progress(0, 0);
      return true;
    }

    private synchronized void leave() {
      thread = null;
      // What came too late for this attempt isn't meant for the next.
      Thread.interrupted();
    }

    void stop() {
      stopped = true;
      boolean hadNotBegun;
      synchronized (this) {
        hadNotBegun = !begun;
        begun = true;
        if (thread != null) {
          thread.interrupt();
        }
      }
      if (hadNotBegun) {
        end(new Outcome.Failed(attempt, Failures.stopped().failure()));
      }
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      Outcome outcome =
          new Outcome.Failed(
              attempt, new Failure(Failure.Kind.SYSTEM, "attempt: its thread broke", ""));
      try {
        outcome = work.apply(this);
      } finally {
        leave();
        end(outcome);
      }
    }

    private void end(Outcome outcome) {
      slots.remove(attempt);
      if (!closed) {
        ended.accept(outcome);
      }
    }
  }
}
