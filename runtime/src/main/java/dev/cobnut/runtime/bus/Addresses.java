package dev.cobnut.runtime.bus;

import dev.cobnut.core.model.JobId;

/** Every address of the event bus. */
public final class Addresses {
  /** Published each second, and at once when a master begins to act: who acts. */
  public static final String MASTERS = "cobnut.masters";

  /** Requests: submit a job, as over HTTP. */
  public static final String JOBS_SUBMIT = "cobnut.jobs.submit";

  /** Requests: a job by id. */
  public static final String JOBS_GET = "cobnut.jobs.get";

  /** Requests: the jobs. */
  public static final String JOBS_LIST = "cobnut.jobs.list";

  /** Requests: cancel a job by id. */
  public static final String JOBS_CANCEL = "cobnut.jobs.cancel";

  /** Published: what happens to jobs. */
  public static final String JOBS_EVENTS = "cobnut.jobs.events";

  private Addresses() {}

  /** What workers say to the master on a node. */
  public static String master(String node) {
    return "cobnut.master." + node;
  }

  /** What the master says to the worker on a node. */
  public static String worker(String node) {
    return "cobnut.worker." + node;
  }

  /** Requests that other nodes forward to the acting master's node. */
  public static String api(String node) {
    return "cobnut.api." + node;
  }

  /** Published: what happens to one job. */
  public static String jobEvents(JobId job) {
    return JOBS_EVENTS + "." + job.value();
  }
}
