package dev.cobnut.app.node;

import org.jspecify.annotations.Nullable;

/** Turns what Vert.x and Hazelcast throw while they start into a sentence. */
final class StartFailures {
  /** What Hazelcast says then; why, it only logs. */
  private static final String REFUSED = "Node failed to start!";

  private StartFailures() {}

  /** Whether a member of the cluster refused this one. */
  static boolean isTurnedAway(@Nullable Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalStateException && REFUSED.equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /**
   * One line on a failure.
   *
   * @param onTimeout what is said where nothing was thrown
   */
  static String describe(@Nullable Throwable failed, String onTimeout) {
    if (failed == null) {
      return onTimeout;
    }
    if (isTurnedAway(failed)) {
      return "the cluster takes this node not in (expected: one of the same version and"
          + " configuration, that is active); the lines above say why";
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
