package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which outcome is the last that a job waits for. Whoever knows has its publication prepared before
 * the scheduler takes the outcome in, so that completion and decision are saved together.
 */
final class LastPart {
  private final Books books;

  LastPart(Books books) {
    this.books = books;
  }

  /** The parts that the job would have; empty where the outcome wouldn't complete it. */
  Optional<List<PartView>> parts(Event.AttemptEnded event) {
    boolean isMet = books.workers().met(event.worker()) != null;
    return isMet
            && event.outcome() instanceof Outcome.Succeeded success
            && success.result() instanceof TaskResult.PreparedPart part
            && completes(success)
        ? Optional.of(parts(success.attempt(), part))
        : Optional.empty();
  }

  private boolean completes(Outcome.Succeeded success) {
    AttemptId attempt = success.attempt();
    TaskId task = attempt.task();
    JobRun job = books.jobs().find(task.job());
    StageRun stage = books.jobs().runningStage(task);
    if (job == null || stage == null || !job.isLastStage() || stage != job.current()) {
      return false;
    }
    TaskTable table = stage.table(task.kind());
    return table == stage.reduces()
        && table.completed() == table.size() - 1
        && !TaskEvents.isSettled(stage, attempt)
        && table.skips().wants(task.index(), success.mode());
  }

  private List<PartView> parts(AttemptId attempt, TaskResult.PreparedPart part) {
    StageRun stage = books.jobs().runningStage(attempt.task());
    List<PartView> parts = stage == null ? new ArrayList<>() : Views.parts(stage);
    parts.add(new PartView(attempt.task().index(), attempt, part));
    parts.sort(Comparator.comparingInt(PartView::partition));
    return List.copyOf(parts);
  }
}
