package dev.cobnut.worker.map;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The job's combiner threw; the cause is what it threw. */
final class CombinerFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private CombinerFailedException(Throwable cause) {
    super("combine: failed", cause);
  }

  /** What a call of the job's code threw, told as such; but for what reading its values threw. */
  static IOException of(Throwable thrown) {
    return thrown instanceof UncheckedIOException reading && reading.getCause() != null
        ? reading.getCause()
        : new CombinerFailedException(thrown);
  }
}
