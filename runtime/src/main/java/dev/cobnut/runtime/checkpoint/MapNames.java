package dev.cobnut.runtime.checkpoint;

import java.util.List;

/** Every map of the grid that the checkpoint uses. Keys are strings. */
public final class MapNames {
  /** Jobs: by job id, a Save's bytes. */
  public static final String JOBS = "cobnut.jobs";

  /**
   * What belongs to a job: split plans by {@code job/s0}, tasks by {@code job/s0-m-00017}; a Save's
   * bytes.
   */
  public static final String TASKS = "cobnut.tasks";

  /** The highest term so far, a Long, by {@code term}. */
  public static final String META = "cobnut.meta";

  private MapNames() {}

  /** All of them, for whoever configures the grid. */
  public static List<String> all() {
    return List.of(JOBS, TASKS, META);
  }
}
