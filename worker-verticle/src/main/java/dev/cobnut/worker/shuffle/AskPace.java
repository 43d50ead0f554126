package dev.cobnut.worker.shuffle;

/**
 * When a reduce asks the master where map outputs lie. News come by themselves as maps complete, so
 * it asks again only where no answer came, or where it was silent for long: then news may have been
 * lost. Silence that proves to be no loss makes it more patient. Confined to the worker's context.
 */
final class AskPace {
  /** After which a question without an answer is asked again. */
  static final long ANSWER_MS = 1_000;

  /** Of silence, after which it asks whether it missed something. */
  static final long SILENCE_MS = 5_000;

  /** As far as its patience goes. */
  static final long SILENCE_MS_MAX = 10_000;

  private long silenceMs = SILENCE_MS;
  private long askedMs;
  private long heardMs;
  private boolean isAnswered = true;

  /** Nothing was asked yet. */
  AskPace(long nowMs) {
    heardMs = nowMs;
  }

  /** Whether it is time to ask. */
  boolean isDue(long nowMs) {
    return isAnswered ? nowMs - heardMs >= silenceMs : nowMs - askedMs >= ANSWER_MS;
  }

  /** It asks now. */
  void asked(long nowMs) {
    if (isAnswered && nowMs - heardMs >= silenceMs) {
      silenceMs = Math.min(2 * silenceMs, SILENCE_MS_MAX);
    }
    isAnswered = false;
    askedMs = nowMs;
  }

  /**
   * The master told something.
   *
   * @param isNews whether the reduce didn't know it
   */
  void heard(long nowMs, boolean isNews) {
    isAnswered = true;
    heardMs = nowMs;
    if (isNews) {
      silenceMs = SILENCE_MS;
    }
  }
}
