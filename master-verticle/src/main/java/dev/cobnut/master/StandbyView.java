package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.ApiException;
import dev.cobnut.master.api.Desk;
import dev.cobnut.master.api.JobCatalogue;
import dev.cobnut.master.api.JobsApi;
import dev.cobnut.master.api.Operation;
import dev.cobnut.master.api.Problem;
import dev.cobnut.master.api.SubmissionCheck;
import dev.cobnut.master.journal.Journal;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node that stands by tells of jobs while no master acts: what a master would begin with
 * that took office now, read the same way. So it is never ahead of the journal, and never behind
 * what anybody was told. It is kept for as long as readers come and no segment does. Confined to
 * the master's context.
 */
final class StandbyView {
  private static final long KEPT_MS = 10_000;
  private static final long NOTHING_KNOWN = -1;

  private final TermOfOffice.Tools tools;
  private @Nullable Restored restored;
  private long usedMs;

  /** All jobs as of a segment. */
  private record Restored(long segment, Scheduler scheduler) {}

  StandbyView(TermOfOffice.Tools tools) {
    this.tools = tools;
  }

  /** Answers a request that only reads jobs; tells all others that no master acts here. */
  Future<JsonObject> call(JsonObject request) {
    try {
      if (!Operation.of(request).readsJobs()) {
        return Future.failedFuture(notActing());
      }
    } catch (ApiException malformed) {
      return Future.failedFuture(malformed);
    }
    return current().compose(jobs -> api(jobs.scheduler()).call(request));
  }

  private static ApiException notActing() {
    return Problem.noMaster("this node doesn't act as master (expected: the one that acts)")
        .toException();
  }

  /** What holds now: each request looks at the journal, since it may have gone on. */
  private Future<Restored> current() {
    Restored known = restored;
    usedMs = tools.clock().get().monotonicMs();
    return tools
        .journal()
        .view(known == null ? NOTHING_KNOWN : known.segment(), this::restore)
        .recover(
            unreadable ->
                Future.failedFuture(Problem.noMaster(unreadable.toString()).toException()))
        .map(
            (Optional<Restored> newer) -> {
              Restored current = newer.orElse(known);
              if (current == null) {
                throw new IllegalStateException("nothing read (expected: what was saved)");
              }
              restored = current;
              return current;
            });
  }

  private Restored restore(Checkpoint.Base base) {
    Scheduler scheduler =
        Scheduler.restore(
            TermOfOffice.limits(tools.node().config()),
            base.segment(),
            tools.clock().get(),
            base.images().saves());
    return new Restored(base.segment(), scheduler);
  }

  private JobsApi api(Scheduler scheduler) {
    JobCatalogue jobs = JobCatalogue.of(tools.node().plugins());
    return new JobsApi(
        new ReadingDesk(scheduler, tools),
        jobs,
        new SubmissionCheck(jobs, tools.node().config().storageRoots()),
        tools.plugins()::keep);
  }

  /** Forgets what nobody has asked for lately. */
  void rest() {
    if (tools.clock().get().monotonicMs() - usedMs > KEPT_MS) {
      forget();
    }
  }

  /** Forgets what it has read. */
  void forget() {
    restored = null;
  }

  /** Answers from a scheduler to which nothing happens. */
  private record ReadingDesk(Scheduler scheduler, TermOfOffice.Tools tools) implements Desk {
    @Override
    public <T> Future<T> answer(Function<Scheduler, T> question) {
      try {
        return Future.succeededFuture(question.apply(scheduler));
      } catch (RuntimeException refused) {
        return Future.failedFuture(refused);
      }
    }

    /** Where no master acts, nothing ends. */
    @Override
    public Future<Optional<JsonObject>> end(JobId job, long maxMs) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<JobId> submit(JobSpec job) {
      return Future.failedFuture(notActing());
    }

    @Override
    public Future<Boolean> cancel(JobId job) {
      return Future.failedFuture(notActing());
    }

    @Override
    public void drain(WorkerId worker, boolean draining) {
      throw notActing();
    }

    @Override
    public <T> Future<T> offLoop(Callable<T> work) {
      return Future.failedFuture(notActing());
    }

    @Override
    public Journal.Position journal() {
      throw notActing();
    }

    @Override
    public Moment now() {
      return tools.clock().get();
    }
  }
}
