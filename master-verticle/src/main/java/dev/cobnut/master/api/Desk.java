package dev.cobnut.master.api;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What the front door asks of the master that acts. Confined to the master's context. */
public interface Desk {
  /**
   * An answer as of now, given when what it says is saved. What the question throws, it fails with.
   */
  <T> Future<T> answer(Function<Scheduler, T> question);

  /**
   * Tells the document of a job that hasn't ended, once it has; nothing where it isn't known within
   * {@code maxMs}.
   */
  Future<Optional<JsonObject>> end(JobId job, long maxMs);

  /** Has a job run. Succeeds when it is accepted; fails with an {@link ApiException} otherwise. */
  Future<JobId> submit(JobSpec job);

  /** Has a job stopped; tells whether it was. */
  Future<Boolean> cancel(JobId job);

  /** Has a worker given no more tasks, or given them again. */
  void drain(WorkerId worker, boolean draining);

  /** Does what blocks. */
  <T> Future<T> offLoop(Callable<T> work);

  /** How far the journal has come. */
  Journal.Position journal();

  Moment now();
}
