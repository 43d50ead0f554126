package dev.cobnut.master.http;

import dev.cobnut.master.api.MasterCalls;
import dev.cobnut.master.api.MasterWatch;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of a node, which forwards to the acting master, wherever it is. Deploy one instance
 * a node.
 */
public final class HttpVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);
  private static final int IDLE_SECONDS = 30;
  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final int LINE_BYTES_MAX = 8 << 10;

  private final Node node;
  private volatile int port;
  private @Nullable HttpServer server;

  public HttpVerticle(Node node) {
    this.node = node;
  }

  /** The port that it listens at; 0 before it is deployed. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    String host = node.config().http().host();
    Bus bus = new Bus(vertx, node.name());
    MasterWatch watch =
        new MasterWatch(
            vertx, bus, node.membership(), () -> System.nanoTime() / 1_000_000, acts -> {});
    HttpRoutes routes =
        new HttpRoutes(vertx, node.membership(), watch, new MasterCalls(bus, watch));
    HttpServer created =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(host)
                    .setPort(node.config().http().port())
                    .setHttp2ClearTextEnabled(false)
                    .setMaxHeaderSize(HEADER_BYTES_MAX)
                    .setMaxInitialLineLength(LINE_BYTES_MAX)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .invalidRequestHandler(HttpProblems::refuseUnreadable)
            .requestHandler(routes.router());
    server = created;
    return watch
        .listening()
        .compose(listening -> created.listen())
        .onSuccess(
            listening -> {
              port = listening.actualPort();
              LOG.info("HTTP API at http://{}:{}", host, port);
            });
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }
}
