package dev.cobnut.worker;

import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskResult;

/**
 * What a worker knows of an attempt that it was ordered to run, or told about. Kept until the job
 * is dropped, so that an order that comes again never runs again.
 *
 * <pre>
 *            start            ends                kept
 * (unknown) ------> Running ------> Unacknowledged ------> Held | Gone
 *     | stop           | stop             | discarded         | discarded, damaged
 *     |                v                  v                   |
 *     |             Stopping --ends-->  Gone  &lt;---------------+
 *     +-------------------------------->
 *     | found on the disk
 *     +--------------------------------> Held
 * </pre>
 */
sealed interface AttemptState {
  /** Whether its map output lies here, whole. */
  default boolean isHeld() {
    return false;
  }

  /**
   * It runs, or waits for a slot.
   *
   * @param output of its job
   */
  record Running(String output) implements AttemptState {}

  /** It was told to stop and hasn't ended yet. */
  record Stopping(String output) implements AttemptState {}

  /** It ended, and the master hasn't said what its outcome is worth. */
  record Unacknowledged(Outcome outcome, String output) implements AttemptState {
    @Override
    public boolean isHeld() {
      return outcome instanceof Outcome.Succeeded success
          && success.result() instanceof TaskResult.MapOutput;
    }
  }

  /** Its map output lies here, and counts or is left from an earlier life of the worker. */
  record Held() implements AttemptState {
    @Override
    public boolean isHeld() {
      return true;
    }
  }

  /** Nothing of it is left to tell of. */
  record Gone() implements AttemptState {}
}
