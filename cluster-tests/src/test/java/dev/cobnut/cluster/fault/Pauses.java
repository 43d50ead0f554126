package dev.cobnut.cluster.fault;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The length of a fault that has one: how long a process is stopped, or a link is down. */
final class Pauses {
  private Pauses() {}

  static void of(Duration length) throws InterruptedException {
    long endNs = System.nanoTime() + length.toNanos();
    for (long leftNs = length.toNanos(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
