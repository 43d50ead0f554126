package dev.cobnut.worker.run;

import java.io.IOException;

/** Values of a key that the job's aggregate can't fold, as sums of different lengths. */
public final class UnfoldableValueException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnfoldableValueException(String message) {
    super(message);
  }
}
