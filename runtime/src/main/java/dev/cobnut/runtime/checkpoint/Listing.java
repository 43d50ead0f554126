package dev.cobnut.runtime.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/**
 * The last segment of each entry of a term. A header with all of them would be written with each
 * segment: so most of them stand in a list that is written now and then, and a header tells what
 * has changed since. Confined to one thread.
 */
final class Listing {
  /** How many entries a header lists itself. */
  private static final int CHANGES_MAX = 500;

  private final Map<String, Long> all = new TreeMap<>();
  private Map<String, Long> changes = new TreeMap<>();
  private long list = Header.NO_LIST;

  void put(String name, long segment) {
    all.put(name, segment);
    changes.put(name, segment);
  }

  void remove(String name) {
    all.remove(name);
    if (list == Header.NO_LIST) {
      changes.remove(name);
    } else {
      changes.put(name, Header.GONE);
    }
  }

  /** Holds no list for written any more. */
  void forgetList() {
    list = Header.NO_LIST;
    changes = new TreeMap<>(all);
  }

  boolean isListDue() {
    return changes.size() > CHANGES_MAX;
  }

  /** A list of all entries, which headers go on from; to be forgotten where it isn't written. */
  Header takeList(long segment) {
    list = segment;
    changes = new TreeMap<>();
    return new Header(segment, Header.NO_LIST, all);
  }

  /** The segment of the list that headers go on from. */
  long list() {
    return list;
  }

  Header header(long segment) {
    return new Header(segment, list, changes);
  }
}
