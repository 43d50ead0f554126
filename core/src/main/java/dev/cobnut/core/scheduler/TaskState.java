package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.WorkerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task is doing, with what only that state needs. {@link TaskTable} holds the arrows.
 *
 * <p>{@code lost} is how a map was completed last, where its output is lost: it counts until the
 * map is completed again, since reduces that have ended have read it.
 */
sealed interface TaskState {
  TaskView.State kind();

  /** Counted failures since the task was last completed. */
  int failures();

  @Nullable Completed lost();

  /** Waits to be ordered. */
  record Idle(int failures, @Nullable Completed lost) implements TaskState {
    static final Idle FRESH = new Idle(0, null);

    @Override
    public TaskView.State kind() {
      return TaskView.State.IDLE;
    }
  }

  /** Attempts run. */
  record InProgress(int failures, @Nullable Completed lost, List<Attempt> attempts)
      implements TaskState {
    public InProgress {
      attempts = List.copyOf(attempts);
    }

    @Override
    public TaskView.State kind() {
      return TaskView.State.IN_PROGRESS;
    }
  }

  /** An attempt has won. */
  sealed interface Completed extends TaskState {
    @Override
    default TaskView.State kind() {
      return TaskView.State.COMPLETED;
    }

    @Override
    default int failures() {
      return 0;
    }

    @Override
    default @Nullable Completed lost() {
      return null;
    }

    AttemptId attempt(TaskId task);

    WorkerId workerId();

    /** Wall clock ms. */
    long startedMs();

    /** Wall clock ms. */
    long endedMs();

    byte[] counters();

    TaskResult result(CounterColumns columns);

    default boolean isBy(AttemptId attempt) {
      return attempt(attempt.task()).equals(attempt);
    }
  }

  /**
   * A map whose output lies on a worker. There may be a million of these: no id, no counter names.
   */
  final class MapDone implements Completed {
    private final long term;
    private final int number;
    private final Worker worker;
    private final long bytes;
    private final byte[] counters;
    private final long startedMs;
    private final long endedMs;

    MapDone(
        AttemptId attempt,
        Worker worker,
        TaskResult.MapOutput output,
        byte[] counters,
        long startedMs,
        long endedMs) {
      this.term = attempt.term();
      this.number = attempt.number();
      this.worker = worker;
      this.bytes = output.bytes();
      this.counters = counters;
      this.startedMs = startedMs;
      this.endedMs = endedMs;
    }

    /** The same output, on the disk of the worker's next life. */
    MapDone movedTo(Worker next, TaskId task, CounterColumns columns) {
      return new MapDone(attempt(task), next, result(columns), counters, startedMs, endedMs);
    }

    Worker worker() {
      return worker;
    }

    @Override
    public AttemptId attempt(TaskId task) {
      return new AttemptId(task, term, number);
    }

    @Override
    public WorkerId workerId() {
      return worker.id();
    }

    @Override
    public long startedMs() {
      return startedMs;
    }

    @Override
    public long endedMs() {
      return endedMs;
    }

    @Override
    public byte[] counters() {
      return counters;
    }

    @Override
    public TaskResult.MapOutput result(CounterColumns columns) {
      return new TaskResult.MapOutput(bytes, columns.unpack(counters));
    }
  }

  /** A reduce whose part lies on shared storage, whatever becomes of its worker. */
  final class ReduceDone implements Completed {
    private final AttemptId attempt;
    private final WorkerId worker;
    private final TaskResult.PreparedPart part;
    private final byte[] counters;
    private final long startedMs;
    private final long endedMs;

    ReduceDone(
        AttemptId attempt,
        WorkerId worker,
        TaskResult.PreparedPart part,
        byte[] counters,
        long startedMs,
        long endedMs) {
      this.attempt = attempt;
      this.worker = worker;
      this.part = part;
      this.counters = counters;
      this.startedMs = startedMs;
      this.endedMs = endedMs;
    }

    TaskResult.PreparedPart part() {
      return part;
    }

    @Override
    public AttemptId attempt(TaskId task) {
      return attempt;
    }

    @Override
    public WorkerId workerId() {
      return worker;
    }

    @Override
    public long startedMs() {
      return startedMs;
    }

    @Override
    public long endedMs() {
      return endedMs;
    }

    @Override
    public byte[] counters() {
      return counters;
    }

    @Override
    public TaskResult result(CounterColumns columns) {
      return part;
    }
  }
}
