package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/**
 * What a worker has told of an attempt's progress. Its speed is that of the last 10 to 20 s, or
 * from the first byte on: passes differ in speed, and machines become slow.
 */
final class ToldProgress {
  /** What {@link #leftMs} gives where nothing can be told. */
  static final long UNKNOWN = -1;

  private static final long RECENT_MS = 10_000;

  private Phase phase;
  private long doneBytes;
  private long totalBytes;
  private long movedMs;
  private long heardMs;
  private long phaseMs;

  /** From where and when on the speed counts, and from where it will count next. */
  private long baseBytes;

  private long baseMs;
  private long nextBytes;
  private long nextMs;

  /** Of an attempt that is ordered now. */
  ToldProgress(Phase phase, long nowMs) {
    begin(phase, nowMs);
    movedMs = nowMs;
    heardMs = nowMs;
  }

  /** Of an attempt that is found running: how long it took so far isn't known. */
  ToldProgress(RunningAttempt found, long nowMs) {
    this(found.phase(), nowMs);
    doneBytes = found.doneBytes();
    totalBytes = found.totalBytes();
    baseFrom(nowMs);
  }

  private void begin(Phase next, long atMs) {
    phase = next;
    phaseMs = atMs;
    doneBytes = 0;
    baseFrom(atMs);
  }

  private void baseFrom(long atMs) {
    baseBytes = doneBytes;
    baseMs = atMs;
    nextBytes = doneBytes;
    nextMs = atMs;
  }

  void told(RunningAttempt now, long nowMs) {
    if (now.phase() != phase) {
      begin(now.phase(), heardMs);
      movedMs = nowMs;
    }
    if (now.doneBytes() != doneBytes || now.totalBytes() != totalBytes) {
      movedMs = nowMs;
    }
    if (doneBytes == 0) {
      baseFrom(heardMs);
    }
    heardMs = nowMs;
    doneBytes = now.doneBytes();
    totalBytes = now.totalBytes();
    if (nowMs - nextMs >= RECENT_MS) {
      baseBytes = nextBytes;
      baseMs = nextMs;
      nextBytes = doneBytes;
      nextMs = nowMs;
    }
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

  /** How long it takes from now on, at its speed; or {@link #UNKNOWN}. */
  long leftMs(long nowMs) {
    long moved = doneBytes - baseBytes;
    if (phase != Phase.RUNNING || totalBytes <= 0 || moved <= 0) {
      return UNKNOWN;
    }
    double msPerByte = (double) (heardMs - baseMs) / moved;
    long leftMs = (long) (Math.max(0, totalBytes - doneBytes) * msPerByte);
    return Math.max(0, leftMs - (nowMs - heardMs));
  }

  /** How long its phase takes as a whole, if it goes on at its speed; or {@link #UNKNOWN}. */
  long wholeMs(long nowMs) {
    long leftMs = leftMs(nowMs);
    return leftMs == UNKNOWN ? UNKNOWN : nowMs - phaseMs + leftMs;
  }
}
