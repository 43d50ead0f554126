package dev.cobnut.app.node;

import dev.cobnut.runtime.plugin.PluginRegistry;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at {@code plugins/} each second, so that a jar that is dropped, replaced or removed counts
 * without a restart. Confined to the context that begins it.
 */
final class PluginWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);
  private static final long INTERVAL_MS = 1_000;

  private final Vertx vertx;
  private final PluginRegistry plugins;
  private String lastFailure = "";

  PluginWatch(Vertx vertx, PluginRegistry plugins) {
    this.vertx = vertx;
    this.plugins = plugins;
  }

  /** Looks again after a second, and so on; one look at a time. */
  void begin() {
    vertx.setTimer(INTERVAL_MS, id -> look());
  }

  private void look() {
    vertx
        .executeBlocking(
            () -> {
              plugins.scan();
              return "";
            },
            false)
        .otherwise(failure -> "can't look at the plugins: " + failure)
        .onSuccess(this::tell)
        .onComplete(looked -> begin());
  }

  private void tell(String failure) {
    if (!failure.isEmpty() && !failure.equals(lastFailure)) {
      LOG.warn(failure);
    }
    lastFailure = failure;
  }
}
