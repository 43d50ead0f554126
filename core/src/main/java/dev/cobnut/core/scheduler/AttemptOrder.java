package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.TaskKind;

/**
 * What is to run, and where.
 *
 * @param backup whether another attempt at the task runs
 */
record AttemptOrder(
    JobRun job, StageRun stage, AttemptId id, Worker worker, boolean backup, AttemptMode mode) {
  TaskTable table() {
    return stage.table(id.task().kind());
  }

  boolean isMap() {
    return id.task().kind() == TaskKind.MAP;
  }
}
