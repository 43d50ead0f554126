package dev.cobnut.app.embedded;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** The engine refuses a request. The message is for the user, the status is as over HTTP. */
public final class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  private ProblemException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What a failed reply of the event bus carries: a problem document. */
  static ProblemException of(Throwable failure) {
    if (failure instanceof ReplyException reply && reply.failureCode() > 0) {
      String message = String.valueOf(reply.getMessage());
      try {
        JsonObject problem = new JsonObject(message);
        return new ProblemException(
            reply.failureCode(), problem.getString("detail", problem.getString("title", "")));
      } catch (DecodeException e) {
        return new ProblemException(reply.failureCode(), message);
      }
    }
    return new ProblemException(503, String.valueOf(failure.getMessage()));
  }

  public int status() {
    return status;
  }
}
