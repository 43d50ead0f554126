package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.scheduler.Command;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A backup runs beside one other attempt of its task, on another node, and only once no task of the
 * phase waits to be ordered.
 */
final class BackupChecks {
  private final Set<AttemptId> ordered = new HashSet<>();

  void decided(SimMaster master, List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.StartAttempt start
          && ordered.add(start.attempt())
          && start.backup()) {
        check(start, master.scheduler().tasks(start.attempt().task().job()));
      }
    }
  }

  private static void check(Command.StartAttempt start, List<TaskView> tasks) {
    TaskId task = start.attempt().task();
    for (TaskView view : tasks) {
      if (view.id().equals(task)) {
        beside(start, view);
      } else if (view.id().stage() == task.stage()) {
        afterOthers(start, view);
      }
    }
  }

  private static void beside(Command.StartAttempt start, TaskView task) {
    List<AttemptView> running =
        task.attempts().stream()
            .filter(attempt -> attempt.state() == AttemptState.RUNNING)
            .toList();
    long nodes = running.stream().map(attempt -> attempt.worker().node()).distinct().count();
    if (running.size() != 2 || nodes != 2) {
      throw new Violation(start + ": beside " + running + " (expected: one on another node)");
    }
  }

  private static void afterOthers(Command.StartAttempt start, TaskView other) {
    boolean same = other.id().kind() == start.attempt().task().kind();
    boolean waits = same && other.state() == TaskView.State.IDLE;
    boolean early =
        other.id().kind() == TaskKind.MAP && !same && other.state() != TaskView.State.COMPLETED;
    if (waits || early) {
      throw new Violation(start + ": while " + other.id() + " is " + other.state());
    }
  }
}
