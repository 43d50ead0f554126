package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.scheduler.TaskState.Completed;
import java.util.List;
import java.util.Optional;

/** Which attempt runs where: keeps tasks, workers, jobs and their rankings in step. */
final class AttemptBoard {
  private final Jobs jobs;
  private final Workers workers;

  AttemptBoard(Jobs jobs, Workers workers) {
    this.jobs = jobs;
    this.workers = workers;
  }

  /** An attempt is ordered, or found running. */
  Attempt begin(JobRun job, TaskTable table, AttemptId id, Worker worker, Turn turn) {
    Attempt attempt = new Attempt(job, table, id, worker, turn);
    table.began(attempt);
    table.past().forget(id);
    worker.running().put(id, attempt);
    job.ran(1);
    rank(attempt);
    return attempt;
  }

  /**
   * An attempt ended, or is given up, and left nothing.
   *
   * @param failure that its worker told; empty where the worker didn't tell that it ended
   */
  void end(Attempt attempt, AttemptState how, Optional<Failure> failure, Turn turn) {
    remember(attempt, how, failure, turn);
    attempt.table().ended(attempt.id(), failure.map(Failure::isCounted).orElse(false));
    release(attempt);
  }

  /**
   * A task is completed.
   *
   * @return attempts of the task that run in vain now
   */
  List<Attempt> complete(JobRun job, TaskTable table, int index, Completed done, Turn turn) {
    List<Attempt> running = table.running(index);
    AttemptId winner = done.attempt(table.task(index));
    table.completed(index, done);
    running.forEach(this::release);
    List<Attempt> vain = running.stream().filter(one -> !one.id().equals(winner)).toList();
    vain.forEach(one -> remember(one, AttemptState.STOPPED, Optional.empty(), turn));
    jobs.rank(job);
    return vain;
  }

  private static void remember(
      Attempt attempt, AttemptState how, Optional<Failure> failure, Turn turn) {
    AttemptView view =
        new AttemptView(
            attempt.id(),
            attempt.worker().id(),
            how,
            false,
            attempt.startedMs(),
            Optional.of(turn.wallMs()),
            failure);
    attempt.table().past().add(view, failure.isPresent());
  }

  private void release(Attempt attempt) {
    attempt.worker().running().remove(attempt.id());
    attempt.job().ran(-1);
    rank(attempt);
  }

  private void rank(Attempt attempt) {
    jobs.rank(attempt.job());
    workers.rank(attempt.worker());
  }
}
