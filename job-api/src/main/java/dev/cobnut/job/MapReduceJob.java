package dev.cobnut.job;

import java.util.List;

/**
 * A job that can be submitted by name. Implementations are found with {@link
 * java.util.ServiceLoader}: a jar names them in {@code
 * META-INF/services/dev.cobnut.job.MapReduceJob}. They need a public constructor without arguments
 * and hold no state.
 *
 * <p>{@link #name()}, {@link #description()} and {@link #parameters()} are read once, when the jar
 * is loaded. {@link #plan} is called anew for every attempt of every task, on the thread that runs
 * the attempt; what it returns is used by that thread alone, so that a mapper may keep buffers of
 * its own.
 */
public interface MapReduceJob {
  /**
   * The name by which the job is submitted: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a
   * letter.
   */
  String name();

  /** One sentence that tells a user what the job does. */
  default String description() {
    return "";
  }

  /**
   * The parameters that the job takes; a submission with any other is refused, without a call to
   * the job.
   */
  default List<JobParameter> parameters() {
    return List.of();
  }

  /**
   * The way from input to output. Must be a pure function of its argument: the same parameters give
   * the same plan in every process.
   *
   * @param parameters the values given, checked against {@link #parameters()}, defaults filled in
   */
  JobPlan plan(JobParameters parameters);
}
