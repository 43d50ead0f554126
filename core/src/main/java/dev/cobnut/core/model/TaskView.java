package dev.cobnut.core.model;

import java.util.List;
import java.util.Optional;

/** A task as a reader sees it, in the paper's words. */
public record TaskView(TaskId id, State state, List<AttemptView> attempts) {
  public TaskView {
    attempts = List.copyOf(attempts);
  }

  /** What the task waits for. */
  public enum State {
    IDLE,
    IN_PROGRESS,
    COMPLETED
  }

  /** Times are wall clock ms. */
  public record AttemptView(
      AttemptId id,
      WorkerId worker,
      AttemptState state,
      boolean backup,
      long startedMs,
      Optional<Long> endedMs,
      Optional<Failure> failure) {}

  /** What became of an attempt. */
  public enum AttemptState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    STOPPED,
    LOST
  }
}
