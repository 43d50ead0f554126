package dev.cobnut.master.http;

import dev.cobnut.master.api.ApiException;
import dev.cobnut.master.api.MasterCalls;
import dev.cobnut.master.api.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request that isn't done with a problem document. */
final class HttpProblems {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);

  private HttpProblems() {}

  /** What a route failed with. */
  static void answer(RoutingContext context) {
    Throwable failure = context.failure();
    Problem problem = problem(context, failure);
    if (problem.status() >= 500 && problem.retryAfterSeconds() == 0) {
      LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
    }
    send(context.request(), problem);
  }

  private static Problem problem(RoutingContext context, @Nullable Throwable failure) {
    if (failure instanceof ApiException refused) {
      return refused.problem();
    }
    if (failure instanceof HttpException known) {
      return ofStatus(known.getStatusCode(), context);
    }
    if (failure == null) {
      return ofStatus(context.statusCode(), context);
    }
    return MasterCalls.problem(failure);
  }

  private static Problem ofStatus(int status, RoutingContext context) {
    String what = context.request().method() + " " + context.request().path();
    return switch (status) {
      case 400 -> Problem.malformed(what + ": can't be read (expected: a request of this API)");
      case 404 ->
          Problem.of(
              404, "not-found", "Not found", what + ": no such resource (expected: /api/v1/...)");
      case 413 ->
          Problem.of(
              413,
              "body-too-large",
              "Body too large",
              "body: too large (expected: at most " + HttpRoutes.BODY_BYTES_MAX + " bytes)");
      default ->
          Problem.of(
              status < 400 ? 500 : status, "http-" + status, "Not done", what + ": not done");
    };
  }

  /** A request that isn't HTTP, or whose head is too long. */
  static void refuseUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    int status =
        switch (name) {
          case "TooLongHttpLineException" -> 414;
          case "TooLongHttpHeaderException" -> 431;
          default -> 400;
        };
    Problem problem =
        Problem.of(
            status,
            "unreadable-request",
            "Unreadable request",
            "request: " + (name.isEmpty() ? "unreadable" : name) + " (expected: HTTP/1.1)");
    send(request, problem);
    request.connection().close();
  }

  private static void send(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", Integer.toString(problem.retryAfterSeconds()));
    }
    send(request, problem.status(), MEDIA_TYPE, Buffer.buffer(problem.toJson().encode() + "\n"));
  }

  /** Sends a document; of it only the head, where no more is asked for. */
  static void send(HttpServerRequest request, int status, String mediaType, Buffer body) {
    HttpServerResponse response =
        request.response().setStatusCode(status).putHeader("Content-Type", mediaType);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }
}
