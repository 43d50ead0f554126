package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;

/** The tasks that a worker failed lately, each once, where it may be the worker's fault. */
final class FailedTasks {
  private record FailedTask(TaskId task, long atMs) {}

  private final Deque<FailedTask> tasks = new ArrayDeque<>();

  /** Notes a failure; how many different tasks failed since {@code sinceMs}. */
  int add(TaskId task, long nowMs, long sinceMs) {
    tasks.removeIf(failed -> failed.task().equals(task) || failed.atMs() < sinceMs);
    tasks.add(new FailedTask(task, nowMs));
    return tasks.size();
  }

  /** When a task failed last, monotonic ms; {@link Long#MIN_VALUE} where none did. */
  long lastMs() {
    return tasks.isEmpty() ? Long.MIN_VALUE : tasks.getLast().atMs();
  }

  void clear() {
    tasks.clear();
  }
}
