package dev.cobnut.worker.shuffle;

import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.run.Region;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the map outputs of this worker, the large ones from the disk to the socket without a copy.
 * Confined to the context that starts it.
 */
public final class ShuffleServer {
  /** Longer than the connections that clients keep alive, so that the client closes first. */
  private static final int IDLE_TIMEOUT_S = 60;

  /**
   * Answers that may be in memory at once. Those beyond hold one region, which goes from the disk
   * to the socket: slow receivers cost others speed, and never memory.
   */
  private static final int COPIES_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(ShuffleServer.class);

  private final Vertx vertx;
  private final HeldOutputs outputs;
  private final String address;
  private final HttpServer server;
  private final int copiesMax;

  /** Answers in memory. */
  private int copies;

  /**
   * A server that doesn't listen yet.
   *
   * @param port 0: any that is free
   */
  public ShuffleServer(Vertx vertx, HeldOutputs outputs, String host, int port) {
    this(vertx, outputs, host, port, COPIES_MAX);
  }

  ShuffleServer(Vertx vertx, HeldOutputs outputs, String host, int port, int copiesMax) {
    this.vertx = vertx;
    this.copiesMax = copiesMax;
    this.outputs = outputs;
    this.address = port + " at " + host;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(host)
                    .setPort(port)
                    .setIdleTimeout(IDLE_TIMEOUT_S)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .requestHandler(this::handle);
  }

  /** Begins to listen; gives the port. */
  public Future<Integer> listen() {
    return server
        .listen()
        .map(HttpServer::actualPort)
        .recover(
            failure ->
                Future.failedFuture(
                    new IOException(
                        "shuffle.port: "
                            + address
                            + ": "
                            + failure.getMessage()
                            + " (expected: a port that is free)",
                        failure)));
  }

  /** Stops. */
  public Future<Void> close() {
    return server.close();
  }

  private void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET) && request.path().equals(Neighbours.PATH)) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(new JsonObject().put(Neighbours.HOME, outputs.home().toString()).toBuffer());
      return;
    }
    if (!request.method().equals(HttpMethod.POST)) {
      refuse(request, 405, "method: " + request.method() + " (expected: POST)");
      return;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null
        || !length.matches("\\d{1,9}")
        || Integer.parseInt(length) > RegionBatch.BODY_BYTES_MAX) {
      refuse(
          request,
          400,
          "body: %s bytes (expected: 0..%d)".formatted(length, RegionBatch.BODY_BYTES_MAX));
      return;
    }
    // Where the body doesn't come to its end, nobody is there to be told.
    request.body().onSuccess(body -> serve(request, body));
  }

  private void serve(HttpServerRequest request, Buffer body) {
    boolean mayCopy = copies < copiesMax;
    copies += mayCopy ? 1 : 0;
    vertx
        .executeBlocking(
            () -> {
              RegionBatch batch = RegionBatch.parse(request.path(), body.toString());
              int bytesMax = mayCopy ? BatchAnswer.COPIED_BYTES_MAX : 0;
              return BatchAnswer.gather(outputs, batch, bytesMax);
            },
            false)
        .compose(
            answer -> {
              Future<Void> sent = send(request, answer);
              return answer instanceof BatchAnswer.Copied ? sent : Future.succeededFuture();
            })
        .onComplete(
            end -> {
              copies -= mayCopy ? 1 : 0;
              if (end.failed()) {
                refuse(request, end.cause());
              }
            });
  }

  private static Future<Void> send(HttpServerRequest request, BatchAnswer answer) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      answer.close();
      return Future.succeededFuture();
    }
    CrashPoint.SHUFFLE_BEFORE_SERVE.reach();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    return write(response, answer)
        .transform(
            done -> {
              answer.close();
              if (done.failed()) {
                // What was announced won't come: the connection says so by its end.
                request.connection().close();
              }
              return Future.succeededFuture();
            });
  }

  private static Future<Void> write(HttpServerResponse response, BatchAnswer answer) {
    if (answer instanceof BatchAnswer.Sent sent) {
      Region region = sent.region();
      return response
          .putHeader(RegionHead.ONE, sent.head())
          .sendFile(sent.channel(), region.offset(), region.bytes());
    }
    if (answer instanceof BatchAnswer.Copied copied) {
      return response
          .putHeader(RegionHead.MANY, Integer.toString(copied.regions()))
          .end(copied.bytes());
    }
    throw new IllegalStateException(answer.toString());
  }

  private static void refuse(HttpServerRequest request, Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      refuse(request, 400, String.valueOf(failure.getMessage()));
    } else {
      LOG.warn("can't serve {}", request.path(), failure);
      refuse(request, 503, failure.toString());
    }
  }

  private static void refuse(HttpServerRequest request, int status, String detail) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", status)
                .put("detail", detail)
                .toBuffer());
  }
}
