package dev.cobnut.app.client;

import io.vertx.core.json.JsonObject;

/** The server can't be reached, or refuses. The message is for the user. */
public final class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  ServerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What a problem document says: title and detail. */
  public static ServerException of(int status, JsonObject problem) {
    String title = problem.getString("title", "HTTP status " + status);
    String detail = problem.getString("detail", "");
    return new ServerException(status, detail.isEmpty() ? title : title + ": " + detail);
  }

  /** The HTTP status; 503 where there was no answer. */
  public int status() {
    return status;
  }
}
