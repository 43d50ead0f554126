package dev.cobnut.master.output;

import dev.cobnut.core.model.JobId;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Work on files, off the event loop: one piece after another for each job, so that what removes a
 * job's folder never meets what fills it. Confined to the master's context.
 */
public final class FileWork {
  private final WorkerExecutor workers;
  private final Map<JobId, Future<?>> lastOfJob = new HashMap<>();

  public FileWork(WorkerExecutor workers) {
    this.workers = workers;
  }

  /** Does a piece of work when all that came before for the job is done. */
  public <T> Future<T> run(JobId job, Callable<T> work) {
    Future<?> before = lastOfJob.getOrDefault(job, Future.succeededFuture());
    Future<T> mine = before.transform(ended -> workers.executeBlocking(work, false));
    lastOfJob.put(job, mine);
    mine.onComplete(
        ended -> {
          if (lastOfJob.get(job) == mine) {
            lastOfJob.remove(job);
          }
        });
    return mine;
  }

  /** Completes when all work on jobs' folders that was given so far is done, however it ended. */
  public Future<Void> idle() {
    return Future.join(List.copyOf(lastOfJob.values()))
        .transform(ended -> Future.succeededFuture());
  }

  /** Does a piece of work that touches no job's folder. */
  public <T> Future<T> run(Callable<T> work) {
    return workers.executeBlocking(work, false);
  }
}
