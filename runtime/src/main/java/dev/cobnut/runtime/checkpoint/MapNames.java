package dev.cobnut.runtime.checkpoint;

import java.util.List;

/**
 * Every map of the grid that the checkpoint uses. Keys are strings that begin with the term, values
 * are bytes by {@link MapsCodec}.
 */
public final class MapNames {
  /** Jobs: by {@code term/job}, the job's image. */
  public static final String JOBS = "cobnut.jobs";

  /**
   * What belongs to a job: split plans by {@code term/job/s0}, tasks by {@code term/job/s0-m/17},
   * which are the maps 4250 to 4499.
   */
  public static final String TASKS = "cobnut.tasks";

  /**
   * Headers, by {@code term}: what the other maps hold where they are whole; and by {@code
   * term/segment} lists of entries that a header goes on from.
   */
  public static final String HEADERS = "cobnut.headers";

  private MapNames() {}

  /** All of them, for whoever configures the grid. */
  public static List<String> all() {
    return List.of(JOBS, TASKS, HEADERS);
  }
}
