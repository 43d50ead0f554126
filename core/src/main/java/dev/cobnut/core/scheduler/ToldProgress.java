package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/** What a worker has told of an attempt's progress. */
final class ToldProgress {
  /** What {@link #leftMs} gives where nothing can be told. */
  static final long UNKNOWN = -1;

  private Phase phase;
  private long doneBytes;
  private long totalBytes;
  private long movedMs;
  private long heardMs;
  private long phaseMs;

  /** From where and when on the rate of the phase counts: where it was first seen to move. */
  private long baseBytes;

  private long baseMs;

  /** Of an attempt that is ordered now. */
  ToldProgress(Phase phase, long nowMs) {
    this.phase = phase;
    movedMs = nowMs;
    heardMs = nowMs;
    phaseMs = nowMs;
    baseMs = nowMs;
  }

  /** Of an attempt that is found running: how long it took so far isn't known. */
  ToldProgress(RunningAttempt found, long nowMs) {
    this(found.phase(), nowMs);
    doneBytes = found.doneBytes();
    totalBytes = found.totalBytes();
    baseBytes = doneBytes;
  }

  void told(RunningAttempt now, long nowMs) {
    if (now.phase() != phase) {
      phaseMs = heardMs;
      baseMs = heardMs;
      baseBytes = 0;
      doneBytes = 0;
      movedMs = nowMs;
    }
    if (now.doneBytes() != doneBytes || now.totalBytes() != totalBytes) {
      baseMs = doneBytes == 0 ? heardMs : baseMs;
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

  /** When its phase began, or since when it is known, monotonic ms. */
  long phaseMs() {
    return phaseMs;
  }

  /** When it moved last, monotonic ms. */
  long movedMs() {
    return movedMs;
  }

  /** How long it takes from now on, at the speed of its phase so far; or {@link #UNKNOWN}. */
  long leftMs(long nowMs) {
    return bytesMs(totalBytes - doneBytes, nowMs);
  }

  /** How long its phase takes as a whole, at its speed so far; or {@link #UNKNOWN}. */
  long wholeMs(long nowMs) {
    long movingMs = bytesMs(totalBytes, nowMs);
    return movingMs == UNKNOWN ? UNKNOWN : baseMs - phaseMs + movingMs;
  }

  private long bytesMs(long bytes, long nowMs) {
    long moved = doneBytes - baseBytes;
    if (phase != Phase.RUNNING || totalBytes <= 0 || moved <= 0) {
      return UNKNOWN;
    }
    double msPerByte = (double) (nowMs - baseMs) / moved;
    return (long) (Math.max(0, bytes) * msPerByte);
  }
}
