package dev.cobnut.worker;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.model.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Has jobs' code say its stages, on threads of its own. Code that doesn't return is a failure of
 * the plan, told as such: a master that hears nothing takes its question for lost. Safe for use by
 * any thread.
 */
final class PlanDesk {
  private static final int THREADS = 2;

  /** Less than a master waits for the answer. */
  private static final long PLAN_MS_MAX = 12_000;

  private final WorkerExecutor threads;
  private final Function<JobOrder, PlanDescribed> code;
  private final long planMsMax;

  PlanDesk(Vertx vertx, String node, Function<JobOrder, PlanDescribed> code) {
    this(vertx, node, code, PLAN_MS_MAX);
  }

  /** A desk that waits so long for each plan. */
  PlanDesk(Vertx vertx, String node, Function<JobOrder, PlanDescribed> code, long planMsMax) {
    this.threads = vertx.createSharedWorkerExecutor("cobnut-plan-" + node, THREADS);
    this.code = code;
    this.planMsMax = planMsMax;
  }

  /** The stages of the order's job, or why there are none. */
  Future<PlanDescribed> describe(JobOrder order) {
    return threads
        .executeBlocking(() -> code.apply(order), false)
        .timeout(planMsMax, TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failure instanceof TimeoutException
                    ? Future.succeededFuture(late())
                    : Future.failedFuture(failure));
  }

  private PlanDescribed late() {
    return new PlanDescribed(
        List.of(),
        Optional.of(
            new Failure(
                Failure.Kind.SYSTEM,
                "plan: not there after " + planMsMax + " ms (expected: the job's stages)",
                "")));
  }

  Future<Void> close() {
    return threads.close();
  }
}
