package dev.cobnut.master.api;

import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Forwards requests to the acting master, whichever node it is on; where none acts, or it doesn't
 * answer, what only reads jobs goes to those who stand by. What fails, fails with an {@link
 * ApiException}. Confined to the context of its {@link MasterWatch}.
 */
public final class MasterCalls {
  private static final int NO_MASTER = 503;
  private static final long TIMEOUT_MS = 5_000;
  private static final long SUBMIT_TIMEOUT_MS = 60_000;

  /** For which a master is let wait before it is asked again, so that its death is noticed. */
  private static final long PIECE_MS = 2_000;

  private final Bus bus;
  private final MasterWatch watch;

  public MasterCalls(Bus bus, MasterWatch watch) {
    this.bus = bus;
    this.watch = watch;
  }

  /** The answer to a request. */
  public Future<JsonObject> call(JsonObject request) {
    try {
      Operation operation = Operation.of(request);
      return operation == Operation.GET
          ? get(request, Operation.waitMs(operation.fields(request)))
          : callOnce(request);
    } catch (ApiException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<JsonObject> get(JsonObject request, long waitMs) {
    if (waitMs == 0) {
      return callOnce(request);
    }
    long pieceMs = Math.min(waitMs, PIECE_MS);
    long startNs = System.nanoTime();
    return callOnce(request.copy().put("waitMs", pieceMs))
        .compose(
            job -> {
              boolean isEarly = System.nanoTime() - startNs < pieceMs * 1_000_000;
              return isEarly || pieceMs == waitMs
                  ? Future.succeededFuture(job)
                  : get(request, waitMs - pieceMs);
            });
  }

  private Future<JsonObject> callOnce(JsonObject request) {
    if (!Operation.of(request).readsJobs()) {
      return watch.awaitActing().compose(master -> ask(master.masterNode(), request));
    }
    if (watch.hasLostMaster()) {
      return askStandby(0, request, Problem.noMaster("no master acts (expected: one, soon)"));
    }
    return watch
        .awaitActing()
        .compose(master -> ask(master.masterNode(), request))
        .recover(
            failure ->
                problem(failure).status() == NO_MASTER
                    ? askStandby(0, request, problem(failure))
                    : Future.failedFuture(failure));
  }

  private Future<JsonObject> ask(String node, JsonObject request) {
    return bus.request(Addresses.api(node), request, timeoutMs(request))
        .recover(MasterCalls::translated);
  }

  /**
   * Asks one node after another that may become master.
   *
   * @param index of the next among them
   * @param otherwise what is wrong where none of them can tell
   */
  private Future<JsonObject> askStandby(int index, JsonObject request, Problem otherwise) {
    List<String> nodes = watch.eligible();
    if (index >= nodes.size()) {
      return Future.failedFuture(otherwise.toException());
    }
    return ask(nodes.get(index), request)
        .recover(
            failure ->
                problem(failure).status() == NO_MASTER
                    ? askStandby(index + 1, request, otherwise)
                    : Future.failedFuture(failure));
  }

  /** Listing the input of a submission may take its time. */
  private static long timeoutMs(JsonObject request) {
    return Operation.of(request) == Operation.SUBMIT
        ? SUBMIT_TIMEOUT_MS
        : TIMEOUT_MS + request.getLong("waitMs", 0L);
  }

  /** Answers a request that came over the bus. */
  public static void reply(Message<?> request, Future<JsonObject> answer) {
    answer.onComplete(
        done -> {
          if (done.succeeded()) {
            request.reply(done.result());
          } else {
            Problem problem = problem(done.cause());
            request.fail(problem.status(), problem.toJson().encode());
          }
        });
  }

  /** The problem that a failure is told as. */
  public static Problem problem(Throwable failure) {
    return failure instanceof ApiException refused
        ? refused.problem()
        : Problem.internal(failure.toString());
  }

  private static Future<JsonObject> translated(Throwable failure) {
    return Future.failedFuture(
        failure instanceof ReplyException reply ? translated(reply) : failure);
  }

  private static Throwable translated(ReplyException reply) {
    if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
      return Problem.noMaster("the master does not answer: " + reply.failureType()).toException();
    }
    try {
      return Problem.parse(new JsonObject(String.valueOf(reply.getMessage()))).toException();
    } catch (DecodeException notAProblem) {
      return Problem.internal(String.valueOf(reply.getMessage())).toException();
    }
  }
}
