package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.scheduler.Save.SaveCompleted;
import dev.cobnut.core.scheduler.Save.SaveIdle;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.MapDone;
import java.util.Optional;

/** After-images of tasks. */
final class Images {
  private Images() {}

  static SaveCompleted completed(
      TaskTable table, int index, Completed done, MapOutputLocation location) {
    TaskId task = table.task(index);
    AttemptId attempt = done.attempt(task);
    return new SaveCompleted(
        task,
        attempt,
        table.isBackup(attempt),
        location,
        done.result(table.counters()),
        done.startedMs(),
        done.endedMs());
  }

  static SaveCompleted completedMap(TaskTable table, int index, MapDone done) {
    AttemptId attempt = done.attempt(table.task(index));
    return completed(table, index, done, done.worker().location(attempt));
  }

  /** Of a task that isn't completed, whether attempts run or not. */
  static SaveIdle idle(TaskTable table, int index) {
    TaskState now = table.state(index);
    Optional<SaveCompleted> lost =
        now.lost() instanceof MapDone done
            ? Optional.of(completedMap(table, index, done))
            : Optional.empty();
    Optional<Long> givenUpMs =
        lost.flatMap(completed -> table.past().settled(completed.attempt()))
            .flatMap(AttemptView::endedMs);
    return new SaveIdle(table.task(index), now.failures(), lost, givenUpMs);
  }
}
