package dev.cobnut.job;

/**
 * What a map or reduce function may know of the task that runs it. Used on the task's thread alone.
 */
public interface TaskContext {
  /**
   * Adds to a counter of the job. Counters of attempts that didn't win are not counted.
   *
   * @param counter 1 to 100 characters; a job has at most 1,000 counters, one more fails the task
   */
  void count(String counter, long delta);

  /** Where the record lies that is being mapped; in a reduce function, {@link RecordPlace#NONE}. */
  RecordPlace place();
}
