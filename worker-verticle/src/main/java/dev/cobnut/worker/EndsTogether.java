package dev.cobnut.worker;

import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * When the ends of attempts are told: at once, but where the slots have more to do, a moment later,
 * since more will have ended by then. Confined to the worker's context.
 */
final class EndsTogether {
  private static final long MOMENT_MS = 5;

  private final Vertx vertx;
  private final BooleanSupplier hasMore;
  private final Runnable tell;
  private boolean isUntold;

  EndsTogether(Vertx vertx, BooleanSupplier hasMore, Runnable tell) {
    this.vertx = vertx;
    this.hasMore = hasMore;
    this.tell = tell;
  }

  /** An attempt ended. */
  void ended() {
    if (!hasMore.getAsBoolean()) {
      tell.run();
    } else if (!isUntold) {
      isUntold = true;
      vertx.setTimer(MOMENT_MS, timer -> tellLeft());
    }
  }

  private void tellLeft() {
    if (isUntold) {
      tell.run();
    }
  }

  /** All that has ended is told. */
  void told() {
    isUntold = false;
  }
}
