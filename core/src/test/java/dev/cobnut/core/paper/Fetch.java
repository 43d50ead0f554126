package dev.cobnut.core.paper;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntPredicate;

/**
 * The pieces that one reduce gathers, one of each map. It takes them in the order in which the maps
 * were completed, as far as its worker has been told.
 */
final class Fetch {
  private final MapOutputs outputs;
  private final BitSet fetched = new BitSet(Sort.MAPS);
  private final Deque<Integer> putOff = new ArrayDeque<>();
  private int next;
  private int known;
  private int count;
  private double creditMb;

  Fetch(MapOutputs outputs) {
    this.outputs = outputs;
  }

  /** Its worker knows now where all outputs lie that are completed so far. */
  void knowsAll() {
    known = outputs.size();
  }

  boolean isDone() {
    return count == Sort.MAPS;
  }

  double fetchedMb() {
    return count * Sort.PIECE_MB;
  }

  /** What it could fetch, were there no limit. */
  double wantedMb() {
    return Math.max(0, (known - next + putOff.size()) * Sort.PIECE_MB - creditMb);
  }

  /**
   * Fetches as much as that, or as is there; part of a piece is kept for the next time.
   *
   * @param isUp whether a machine answers
   */
  void take(double mb, IntPredicate isUp) {
    creditMb += mb;
    for (int again = putOff.size(); again > 0 && creditMb >= Sort.PIECE_MB; again--) {
      take(putOff.remove(), isUp);
    }
    while (next < known && creditMb >= Sort.PIECE_MB) {
      take(outputs.map(next++), isUp);
    }
  }

  private void take(int map, IntPredicate isUp) {
    if (fetched.get(map) || !outputs.isAnywhere(map)) {
      return;
    }
    if (isUp.test(outputs.owner(map))) {
      fetched.set(map);
      count++;
      creditMb -= Sort.PIECE_MB;
    } else {
      putOff.add(map);
    }
  }
}
