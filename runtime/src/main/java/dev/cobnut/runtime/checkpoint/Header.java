package dev.cobnut.runtime.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/**
 * What vouches for the entries of a term: written after they are acknowledged, read before them.
 *
 * @param segment the last that all entries together hold
 * @param list the segment of the list that the entries below go on from; {@link #NO_LIST} where
 *     they are all
 * @param entries by name, the last segment of each; {@link #GONE} where an entry of the list is no
 *     more
 */
record Header(long segment, long list, Map<String, Long> entries) {
  static final long NO_LIST = 0;
  static final long GONE = -1;

  Header {
    entries = Map.copyOf(entries);
  }

  /** All entries, where the list holds these. */
  Map<String, Long> over(Map<String, Long> listed) {
    Map<String, Long> all = new TreeMap<>(listed);
    all.putAll(entries);
    all.values().removeIf(segment -> segment == GONE);
    return all;
  }
}
