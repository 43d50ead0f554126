package dev.cobnut.core.model;

/**
 * Why an attempt or a job failed.
 *
 * @param message one line: what was found, what was expected
 * @param detail a stack trace or the place of a record, several lines; may be empty
 */
public record Failure(Kind kind, String message, String detail) {
  /** Whose fault it is, which decides what follows. */
  public enum Kind {
    /** The job's code threw. */
    USER_CODE,
    /** The map function threw at a record; not counted where the job skips such records. */
    BAD_RECORD,
    /** The attempt made no progress for too long. */
    NO_PROGRESS,
    /** The input can't be read, or changed. */
    INPUT,
    /** The shared storage, or the engine itself. */
    SYSTEM,
    /** The worker's own disk; not counted while other workers' may do. */
    LOCAL_DISK,
    /** A map output that a reduce needs is gone; not counted against the reduce. */
    MAP_OUTPUT_LOST,
    /** The attempt was told to stop; not counted. */
    STOPPED
  }

  /** Whether it uses up one of the task's attempts, unless it is of one worker's disk alone. */
  public boolean isCounted() {
    return kind != Kind.MAP_OUTPUT_LOST && kind != Kind.STOPPED;
  }
}
