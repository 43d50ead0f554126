package dev.cobnut.worker.task;

import java.util.function.LongSupplier;

/**
 * After which records an attempt looks up, to tell how far it is and to hear whether it is to stop:
 * after each where they take long, after many where they are fast. Confined to the attempt's
 * thread.
 */
public final class ReportPace {
  private static final int RECORDS_MAX = 64;
  private static final long SOON_NS = 5_000_000;
  private static final long LATE_NS = 50_000_000;

  private final LongSupplier nowNs;
  private long lastNs;
  private int records = 1;
  private int left = 1;

  /** Looks up after the first record. */
  public ReportPace() {
    this(System::nanoTime);
  }

  ReportPace(LongSupplier nowNs) {
    this.nowNs = nowNs;
    this.lastNs = nowNs.getAsLong();
  }

  /** A record has gone by; whether it is time to look up. */
  public boolean isDue() {
    if (--left > 0) {
      return false;
    }
    long now = nowNs.getAsLong();
    long passedNs = now - lastNs;
    lastNs = now;
    if (passedNs > LATE_NS) {
      records = 1;
    } else if (passedNs < SOON_NS) {
      records = Math.min(RECORDS_MAX, 2 * records);
    }
    left = records;
    return true;
  }
}
