package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.WorkerInfo;

/**
 * Whether a worker is there.
 *
 * <pre>
 *   Expected --hello--> Heard <--any word-- Probed
 *      |                  |  ---silence-->    |
 *      | silence          | lost              | silence, lost
 *      +---------------> Gone <---------------+
 * </pre>
 *
 * Gone is for ever: a worker that is declared lost and comes back is a new {@link Worker}.
 */
sealed interface WorkerState {
  /**
   * Saves name it; this master hasn't met it. It may be starting, with all that it held.
   *
   * @param untilMs when it is given up, monotonic ms
   */
  record Expected(long untilMs) implements WorkerState {}

  /** It has joined. */
  sealed interface Joined extends WorkerState {
    WorkerInfo info();

    /** When it said something last, monotonic ms. */
    long heardMs();
  }

  /** It is well. */
  record Heard(WorkerInfo info, long heardMs) implements Joined {}

  /**
   * It was silent, and was asked for a hello; it is given nothing until it says something.
   *
   * @param sinceMs when it was asked, monotonic ms
   */
  record Probed(WorkerInfo info, long heardMs, long sinceMs) implements Joined {}

  /** It was lost. */
  record Gone() implements WorkerState {}
}
