package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;

/**
 * Reduces say that they can't read a map output. One reporter is no proof: the owner is asked to
 * read it again, one question at a time.
 */
final class Complaint {
  /**
   * Complaints after which the map runs again, though its owner finds nothing wrong, or is mute.
   */
  private static final int MAX = 3;

  private final AttemptId map;
  private int foundNothing;
  private boolean asking;
  private long askedMs;

  Complaint(AttemptId map) {
    this.map = map;
  }

  AttemptId map() {
    return map;
  }

  /** Whether a question is open that was asked less than {@code silenceMs} ago. */
  boolean isAsking(long nowMs, long silenceMs) {
    return asking && nowMs - askedMs <= silenceMs;
  }

  void asked(long nowMs) {
    asking = true;
    askedMs = nowMs;
  }

  /** The owner found nothing wrong; or it hasn't answered, as where its disk hangs. */
  void foundNothing() {
    if (asking) {
      asking = false;
      foundNothing++;
    }
  }

  /** Whether one more complaint is too many. */
  boolean isProof() {
    return foundNothing >= MAX - 1;
  }
}
