package dev.cobnut.core.scheduler;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Things in the order of their ranks. A rank is a copy: whoever changes what it was made from ranks
 * the thing anew. No two things have equal ranks.
 */
final class Ranking<T, R extends Comparable<R>> {
  private final Map<T, R> ranks = new LinkedHashMap<>();
  private final TreeMap<R, T> ranked = new TreeMap<>();

  void rank(T thing, R rank) {
    R before = ranks.put(thing, rank);
    if (rank.equals(before)) {
      return;
    }
    if (before != null) {
      ranked.remove(before);
    }
    ranked.put(rank, thing);
  }

  void remove(T thing) {
    R rank = ranks.remove(thing);
    if (rank != null) {
      ranked.remove(rank);
    }
  }

  int size() {
    return ranked.size();
  }

  boolean isEmpty() {
    return ranked.isEmpty();
  }

  /** First rank first. */
  Collection<T> inOrder() {
    return ranked.values();
  }
}
