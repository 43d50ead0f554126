package dev.cobnut.app.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process that doesn't come to its end in good order. Leaving the grid takes calls of other
 * members, which may be stopped or cut off; whoever stops a node kills it after a while, and a node
 * that is killed loses nothing. Safe for use by any thread.
 */
final class StopDeadline {
  private final long ms;
  private final Runnable end;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * A deadline that isn't set yet.
   *
   * @param ms from when it is set
   * @param end ends the process
   */
  StopDeadline(long ms, Runnable end) {
    this.ms = ms;
    this.end = end;
  }

  /** The process begins to stop. */
  void set() {
    Thread watch = new Thread(this::watch, "cobnut-stop-deadline");
    watch.setDaemon(true);
    watch.start();
  }

  /** It has stopped in good order. */
  void met() {
    stopped.countDown();
  }

  private void watch() {
    try {
      if (!stopped.await(ms, TimeUnit.MILLISECONDS)) {
        end.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
