package dev.cobnut.worker.shuffle;

import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.run.Region;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the map outputs of this worker, from the disk to the socket without a copy. Confined to
 * the context that starts it.
 */
public final class ShuffleServer {
  /** Longer than the connections that clients keep alive, so that the client closes first. */
  private static final int IDLE_TIMEOUT_S = 60;

  private static final Logger LOG = LoggerFactory.getLogger(ShuffleServer.class);

  private final Vertx vertx;
  private final HeldOutputs outputs;
  private final String address;
  private final HttpServer server;

  /**
   * A server that doesn't listen yet.
   *
   * @param port 0: any that is free
   */
  public ShuffleServer(Vertx vertx, HeldOutputs outputs, String host, int port) {
    this.vertx = vertx;
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

  /** A region and, unless it is empty, its file, open. */
  private record Opened(Region region, @Nullable FileChannel channel) {
    void close() {
      if (channel != null) {
        try {
          channel.close();
        } catch (IOException e) {
          LOG.warn("can't close {}: {}", region.file(), e.toString());
        }
      }
    }
  }

  private void handle(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      refuse(request, 405, "method: " + request.method() + " (expected: GET)");
      return;
    }
    RegionAddress address;
    try {
      address = RegionAddress.parse(request.path());
    } catch (IllegalArgumentException e) {
      refuse(request, 400, String.valueOf(e.getMessage()));
      return;
    }
    vertx
        .executeBlocking(() -> open(address), false)
        .onSuccess(opened -> send(request, opened))
        .onFailure(failure -> refuse(request, failure));
  }

  private Opened open(RegionAddress address) throws IOException {
    Region region = outputs.region(address.map(), address.partition());
    FileChannel channel =
        region.bytes() == 0 ? null : FileChannel.open(region.file(), StandardOpenOption.READ);
    return new Opened(region, channel);
  }

  private static void send(HttpServerRequest request, Opened opened) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      opened.close();
      return;
    }
    Region region = opened.region();
    CrashPoint.SHUFFLE_BEFORE_SERVE.reach();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader(RegionAddress.RECORDS, Long.toString(region.records()))
        .putHeader(RegionAddress.CRC32C, Integer.toHexString(region.crc32c()))
        .putHeader(RegionAddress.KEY_BYTES_MAX, Integer.toString(region.keyBytesMax()));
    FileChannel channel = opened.channel();
    Future<Void> sent =
        channel == null
            ? response.end()
            : response.sendFile(channel, region.offset(), region.bytes());
    sent.onComplete(
        done -> {
          opened.close();
          if (done.failed()) {
            // What was announced won't come: the connection says so by its end.
            request.connection().close();
          }
        });
  }

  private static void refuse(HttpServerRequest request, Throwable failure) {
    if (failure instanceof NoSuchFileException) {
      refuse(request, 404, "the map output isn't held here");
    } else if (failure instanceof DamagedRunException) {
      refuse(request, 500, String.valueOf(failure.getMessage()));
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
