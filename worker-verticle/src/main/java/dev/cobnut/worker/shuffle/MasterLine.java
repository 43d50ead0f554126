package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;

/** What reducers ask and tell the master. Called on the worker's context. */
public interface MasterLine {
  /** Asks where the map outputs of a stage lie, from this map on. */
  void wanted(JobId job, int stage, int fromMap);

  /** Tells that a map output can't be read from where it is said to lie. */
  void unreadable(AttemptId map, String reason);
}
