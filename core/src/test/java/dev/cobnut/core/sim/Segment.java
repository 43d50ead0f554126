package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.List;

/**
 * A journal segment.
 *
 * @param term 0 where the segment opens a term, and says nothing else
 * @param nonce tells it from any other that is to have its number
 */
record Segment(long number, long term, long nonce, List<Save> saves) {
  Segment {
    saves = List.copyOf(saves);
  }

  static Segment opening(long number, long nonce) {
    return new Segment(number, 0, nonce, List.of());
  }

  boolean opens() {
    return term == 0;
  }
}
