package dev.cobnut.core.paper;

import java.util.BitSet;

/** When the phases of a run ended. */
final class Milestones {
  private final BitSet mapped = new BitSet(Sort.MAPS);
  private final BitSet fetched = new BitSet(Sort.REDUCES);
  private final long[] reduced = new long[Sort.REDUCES];
  private int reduces;
  private long mappedMs;
  private long fetchedMs;
  private int orders;
  private int backups;

  void ordered(boolean backup) {
    orders++;
    backups += backup ? 1 : 0;
  }

  void mapped(int map, long nowMs) {
    if (!mapped.get(map)) {
      mapped.set(map);
      mappedMs = nowMs;
    }
  }

  void fetched(int reduce, long nowMs) {
    if (!fetched.get(reduce)) {
      fetched.set(reduce);
      fetchedMs = nowMs;
    }
  }

  void reduced(long nowMs) {
    reduced[reduces++] = nowMs;
  }

  /** When the last map was completed for the first time. */
  long mappedMs() {
    return mappedMs;
  }

  /** When the last reduce had all its input for the first time. */
  long fetchedMs() {
    return fetchedMs;
  }

  /** When so many reduces were completed. */
  long reducedMs(int count) {
    return reduced[count - 1];
  }

  /** How many reduces were not completed at that time. */
  int reducesLeft(long ms) {
    int left = 0;
    for (long at : reduced) {
      left += at > ms ? 1 : 0;
    }
    return left;
  }

  /** Attempts that were ordered. */
  int orders() {
    return orders;
  }

  /** Backup attempts among them. */
  int backups() {
    return backups;
  }
}
