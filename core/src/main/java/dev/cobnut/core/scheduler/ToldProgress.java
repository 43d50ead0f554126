package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/** What a worker has told of an attempt's progress. */
final class ToldProgress {
  /** What {@link #leftMs} gives where nothing can be told. */
  static final long UNKNOWN = -1;

  private Phase phase = Phase.WAITING;
  private long doneBytes;
  private long totalBytes;
  private long movedMs;

  private long heardMs;

  /** From where and when on the rate of the phase counts. */
  private long baseBytes;

  private long baseMs;

  /** Of an attempt that is ordered now. */
  ToldProgress(long nowMs) {
    movedMs = nowMs;
    heardMs = nowMs;
    baseMs = nowMs;
  }

  /** Of an attempt that is found running: how long it took so far isn't known. */
  ToldProgress(RunningAttempt found, long nowMs) {
    this(nowMs);
    phase = found.phase();
    doneBytes = found.doneBytes();
    totalBytes = found.totalBytes();
    baseBytes = doneBytes;
  }

  void told(RunningAttempt now, long nowMs) {
    if (now.phase() != phase) {
      baseMs = heardMs;
      baseBytes = 0;
      movedMs = nowMs;
    } else if (now.doneBytes() != doneBytes || now.totalBytes() != totalBytes) {
      movedMs = nowMs;
    }
    heardMs = nowMs;
    phase = now.phase();
    doneBytes = now.doneBytes();
    totalBytes = now.totalBytes();
  }

  Phase phase() {
    return phase;
  }

  /** When it moved last, monotonic ms. */
  long movedMs() {
    return movedMs;
  }

  /** How long it takes from now on, at the speed of its phase so far; or {@link #UNKNOWN}. */
  long leftMs(long nowMs) {
    long moved = doneBytes - baseBytes;
    if (phase != Phase.RUNNING || totalBytes <= 0 || moved <= 0) {
      return UNKNOWN;
    }
    double msPerByte = (double) (nowMs - baseMs) / moved;
    return (long) (Math.max(0, totalBytes - doneBytes) * msPerByte);
  }
}
