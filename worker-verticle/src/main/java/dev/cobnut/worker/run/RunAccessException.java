package dev.cobnut.worker.run;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A run can't be read or written, which came out while the job's code was asking for values or
 * giving them; its own {@link UncheckedIOException}s are another matter.
 */
public final class RunAccessException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  public RunAccessException(IOException cause) {
    super(cause);
  }
}
