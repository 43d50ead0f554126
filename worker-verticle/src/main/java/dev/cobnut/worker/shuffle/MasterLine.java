package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.WorkerId;

/** What reducers ask and tell the master. Called on the worker's context. */
public interface MasterLine {
  /** Asks where the map outputs of a stage lie, from this map on. */
  void wanted(JobId job, int stage, int fromMap);

  /** Tells that a map output can't be read from this worker, which is said to hold it. */
  void unreadable(AttemptId map, WorkerId owner, String reason);
}
