package dev.cobnut.master.api;

import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * Forwards requests to the acting master, whichever node it is on. What fails, fails with an {@link
 * ApiException}. Confined to the context of its {@link MasterWatch}.
 */
public final class MasterCalls {
  private static final long TIMEOUT_MS = 5_000;
  private static final long SUBMIT_TIMEOUT_MS = 60_000;

  private final Bus bus;
  private final MasterWatch watch;

  public MasterCalls(Bus bus, MasterWatch watch) {
    this.bus = bus;
    this.watch = watch;
  }

  /** The master's answer to a request. */
  public Future<JsonObject> call(JsonObject request) {
    return watch
        .awaitActing()
        .compose(
            master ->
                bus.request(Addresses.api(master.masterNode()), request, timeoutMs(request))
                    .recover(MasterCalls::translated));
  }

  /** Listing the input of a submission may take its time. */
  private static long timeoutMs(JsonObject request) {
    return Operation.of(request) == Operation.SUBMIT ? SUBMIT_TIMEOUT_MS : TIMEOUT_MS;
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
