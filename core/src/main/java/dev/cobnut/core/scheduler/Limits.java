package dev.cobnut.core.scheduler;

/** What bounds the scheduler; each has a key in the configuration. */
public record Limits(TaskLimits tasks, WorkerLimits workers, JobLimits jobs) {
  /** The defaults of the configuration. */
  public static final Limits DEFAULT =
      new Limits(TaskLimits.DEFAULT, WorkerLimits.DEFAULT, JobLimits.DEFAULT);

  /**
   * Of tasks.
   *
   * @param attemptsMax counted failures of a task before its job fails ({@code task.attempts})
   * @param timeoutMs without progress before an attempt fails ({@code task.timeout})
   * @param backups whether stragglers get backup attempts ({@code backup.tasks})
   * @param skippedMax bad records that one map may skip ({@code task.skipped})
   */
  public record TaskLimits(int attemptsMax, long timeoutMs, boolean backups, int skippedMax) {
    static final TaskLimits DEFAULT = new TaskLimits(4, 600_000, true, 1_000);
  }

  /**
   * Of workers.
   *
   * @param silenceMs after which a worker that hasn't been heard is probed, and given up after as
   *     long again ({@code heartbeat.timeout})
   * @param returnMs for which a worker that saves name is awaited, where nobody has seen its node
   *     leave ({@code heartbeat.patience})
   * @param failuresMax different tasks that a worker may fail within {@code exclusionMs} before it
   *     gets none for as long ({@code worker.failures})
   * @param exclusionMs ({@code worker.exclusion})
   */
  public record WorkerLimits(long silenceMs, long returnMs, int failuresMax, long exclusionMs) {
    static final WorkerLimits DEFAULT = new WorkerLimits(5_000, 30_000, 3, 60_000);
  }

  /**
   * Of jobs.
   *
   * @param activeMax that may be accepted and not ended at once ({@code jobs.max})
   * @param retentionMs for which an ended job stays readable ({@code history.retention})
   * @param starvationMs for which a job's tasks may wait while none of them runs, before it goes
   *     first whatever its priority ({@code jobs.starvation})
   */
  public record JobLimits(int activeMax, long retentionMs, long starvationMs) {
    static final JobLimits DEFAULT = new JobLimits(1_000, 7L * 24 * 3600 * 1000, 30_000);
  }
}
