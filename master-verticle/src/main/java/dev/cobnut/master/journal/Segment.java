package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.SavedImage;
import java.util.List;

/**
 * A segment of the journal.
 *
 * @param number 1, 2, 3, ...
 * @param term the number of the segment that opened the term; that one says nothing else
 * @param nonce of this segment alone, with its writer's name, so that its bytes tell whose it is
 */
record Segment(long number, long term, String nonce, List<SavedImage> images) {
  Segment {
    images = List.copyOf(images);
  }

  static Segment opening(long number, String nonce) {
    return new Segment(number, number, nonce, List.of());
  }

  boolean opens() {
    return number == term;
  }
}
