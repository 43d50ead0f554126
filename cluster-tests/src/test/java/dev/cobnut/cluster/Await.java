package dev.cobnut.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another process does, with an end. */
public final class Await {
  private Await() {}

  /** Gives a value, or null while there is none. */
  @FunctionalInterface
  public interface Probe<T> {
    T probe() throws IOException, InterruptedException;
  }

  /** Probes until there is a value. What can't be reached yet counts as no value. */
  public static <T> T value(String what, Duration limit, Probe<T> probe)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        T value = probe.probe();
        if (value != null) {
          return value;
        }
        last = null;
      } catch (IOException notYet) {
        last = notYet;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError(
        what + " didn't come within " + limit + Objects.requireNonNullElse(last, ""), last);
  }

  public static void until(String what, Duration limit, Probe<Boolean> condition)
      throws InterruptedException {
    value(what, limit, () -> condition.probe() ? Boolean.TRUE : null);
  }
}
