package dev.cobnut.worker;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the worker's own disk takes what attempts write. Confined to the worker's context.
 *
 * <pre>
 *        it failed an attempt
 *   well --------------------> sick
 *     ^                         |
 *     +---- a probe succeeds ---+
 * </pre>
 *
 * While it is sick the worker asks for no tasks; what runs goes on, and may end well.
 */
final class DiskHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DiskHealth.class);

  private final Vertx vertx;
  private final DiskProbe probe;
  private final long probeMs;
  private final Runnable healed;
  private boolean sick;
  private long sinceNanos;
  private boolean closed;

  /**
   * A disk that is well.
   *
   * @param probeMs between probes while it is sick
   * @param healed told each time that it is well again
   */
  DiskHealth(Vertx vertx, DiskProbe probe, long probeMs, Runnable healed) {
    this.vertx = vertx;
    this.probe = probe;
    this.probeMs = probeMs;
    this.healed = healed;
  }

  boolean isSick() {
    return sick;
  }

  /** The disk failed an attempt. */
  void failed(String reason) {
    if (sick) {
      return;
    }
    sick = true;
    sinceNanos = System.nanoTime();
    LOG.warn("the disk under data.dir is sick, no new tasks until it heals: {}", reason);
    probeLater();
  }

  private void probeLater() {
    vertx.setTimer(probeMs, timer -> probe());
  }

  private void probe() {
    if (closed) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              probe.run();
              return probe;
            },
            false)
        .onSuccess(well -> heal())
        .onFailure(
            still -> {
              LOG.debug("the disk under data.dir is still sick: {}", still.toString());
              probeLater();
            });
  }

  private void heal() {
    sick = false;
    LOG.info(
        "the disk under data.dir is well again, after {} s",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos));
    if (!closed) {
      healed.run();
    }
  }

  /** Probes no more. */
  void close() {
    closed = true;
  }
}
