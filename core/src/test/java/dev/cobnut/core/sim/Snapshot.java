package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.List;

/**
 * All images as of a segment, under a name of its own.
 *
 * @param number of the last segment that it holds
 * @param nonce tells it from others of that number
 */
record Snapshot(long number, long nonce, List<Save> images) implements Comparable<Snapshot> {
  Snapshot {
    images = List.copyOf(images);
  }

  @Override
  public int compareTo(Snapshot other) {
    int byNumber = Long.compare(number, other.number);
    return byNumber != 0 ? byNumber : Long.compare(nonce, other.nonce);
  }
}
