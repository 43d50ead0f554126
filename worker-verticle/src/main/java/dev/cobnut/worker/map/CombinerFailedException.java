package dev.cobnut.worker.map;

import java.io.IOException;

/** The job's combiner threw; the cause is what it threw. */
final class CombinerFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Class<?> caller;

  CombinerFailedException(Throwable cause, Class<?> caller) {
    super("combine: failed", cause);
    this.caller = caller;
  }

  /** What called the combiner: the frames above are the job's. */
  Class<?> caller() {
    return caller;
  }
}
