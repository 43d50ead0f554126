package dev.cobnut.core.model;

/** What is going on with a job. */
public enum JobState {
  /** Accepted; not begun. */
  QUEUED,
  /** Its input is listed and cut into splits. */
  PLANNING,
  /** Map tasks of the current stage run. */
  MAPPING,
  /** All maps of the current stage are completed; reduce tasks run. */
  REDUCING,
  /** Decided: its parts are moved to their names. It can't be cancelled any more. */
  PUBLISHING,
  /** Its output is complete. */
  SUCCEEDED,
  /** It gave up, and left nothing. */
  FAILED,
  /** Somebody stopped it, and it left nothing. */
  CANCELLED;

  /** Whether it stays so for ever. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
