package dev.cobnut.core.scheduler;

/**
 * What bounds the scheduler; each has a key in the configuration.
 *
 * @param attemptsMax counted failures of a task before its job fails ({@code task.attempts})
 * @param silenceMs after which a worker that hasn't been heard is probed, and given up after as
 *     long again ({@code heartbeat.timeout})
 * @param jobsMax jobs that may be accepted and not ended at once ({@code jobs.max})
 * @param retentionMs for which an ended job stays readable ({@code history.retention})
 */
public record Limits(int attemptsMax, long silenceMs, int jobsMax, long retentionMs) {
  /** The defaults of the configuration. */
  public static final Limits DEFAULT = new Limits(4, 5_000, 1_000, 7L * 24 * 3600 * 1000);
}
