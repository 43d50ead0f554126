package dev.cobnut.core.paper;

import java.util.Arrays;

/** Which map outputs lie where, and the order in which they came to lie there. */
final class MapOutputs {
  private static final int NOWHERE = -1;

  private final int[] owners = new int[Sort.MAPS];
  private int[] log = new int[Sort.MAPS];
  private int size;

  MapOutputs() {
    Arrays.fill(owners, NOWHERE);
  }

  void completed(int map, int machine) {
    owners[map] = machine;
    if (size == log.length) {
      log = Arrays.copyOf(log, 2 * size);
    }
    log[size++] = map;
  }

  void lost(int map) {
    owners[map] = NOWHERE;
  }

  /** How many completions there were; one map may have several. */
  int size() {
    return size;
  }

  int map(int completion) {
    return log[completion];
  }

  boolean isAnywhere(int map) {
    return owners[map] != NOWHERE;
  }

  int owner(int map) {
    return owners[map];
  }
}
