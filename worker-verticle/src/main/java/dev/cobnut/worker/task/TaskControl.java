package dev.cobnut.worker.task;

/**
 * What a running attempt asks and tells whoever runs it. Called from the attempt's thread, often.
 */
public interface TaskControl {
  /** Whether the attempt is to end now, with {@link dev.cobnut.core.model.Failure.Kind#STOPPED}. */
  boolean stopped();

  /** Tells how much of the input is done. */
  void progress(long doneBytes, long totalBytes);
}
