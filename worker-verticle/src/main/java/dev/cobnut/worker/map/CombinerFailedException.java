package dev.cobnut.worker.map;

import java.io.IOException;

/** The job's combiner threw; the cause is what it threw. */
final class CombinerFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  CombinerFailedException(Throwable cause) {
    super("combine: failed", cause);
  }
}
