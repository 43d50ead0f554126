package dev.cobnut.app.node;

import org.jspecify.annotations.Nullable;

/** Turns what Vert.x and Hazelcast throw while they start into a sentence. */
final class StartFailures {
  private StartFailures() {}

  /**
   * One line on a failure.
   *
   * @param onTimeout what is said where nothing was thrown
   */
  static String describe(@Nullable Throwable failed, String onTimeout) {
    if (failed == null) {
      return onTimeout;
    }
    Throwable root = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartException) {
        return String.valueOf(cause.getMessage());
      }
      root = cause;
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
