package dev.cobnut.worker.task;

import dev.cobnut.core.model.Failure;

/** An attempt failed, in a way that its master is told. */
public final class TaskFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public TaskFailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public TaskFailedException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** What the master is told. */
  public Failure failure() {
    return failure;
  }
}
