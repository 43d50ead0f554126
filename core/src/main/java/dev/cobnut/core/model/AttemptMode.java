package dev.cobnut.core.model;

/**
 * How an attempt treats bad records: those at which the job's code throws.
 *
 * @param skipVersion of the task's {@link SkipList} that the attempt leaves out
 * @param collecting whether it only looks for bad records, and leaves no output
 */
public record AttemptMode(int skipVersion, boolean collecting) {
  /** Leaves out nothing and ends at the first bad record. */
  public static final AttemptMode PLAIN = new AttemptMode(0, false);
}
