package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint in the grid's maps, by term. A map may lose entries, fall back to what it held
 * before, or take nothing in for a while; nothing in it is believed but what its header vouches
 * for.
 */
final class SimMaps {
  /**
   * @param segment the last that it holds
   */
  record Entry(long segment, List<Save> images) {
    Entry {
      images = List.copyOf(images);
    }
  }

  /**
   * Written after its entries are acknowledged, read before them.
   *
   * @param segment the last that all entries together hold
   * @param entries the last segment of each
   */
  record Header(long segment, Map<String, Long> entries) {
    Header {
      entries = Map.copyOf(entries);
    }
  }

  /** A base to go on from. */
  record Base(long segment, List<Save> images) {}

  private static final class OfTerm {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, Entry> before = new TreeMap<>();
    private @Nullable Header header;
    private @Nullable Header headerBefore;
  }

  private final NavigableMap<Long, OfTerm> terms = new TreeMap<>();
  private boolean frozen;

  /** While frozen, nothing is acknowledged. */
  void freeze(boolean isFrozen) {
    frozen = isFrozen;
  }

  boolean isFrozen() {
    return frozen;
  }

  private OfTerm of(long term) {
    return terms.computeIfAbsent(term, fresh -> new OfTerm());
  }

  void put(long term, String name, Entry entry) {
    OfTerm maps = of(term);
    Entry old = maps.entries.put(name, entry);
    if (old != null) {
      maps.before.put(name, old);
    }
  }

  void remove(long term, String name) {
    OfTerm maps = of(term);
    maps.entries.remove(name);
    maps.before.remove(name);
  }

  void putHeader(long term, Header header) {
    OfTerm maps = of(term);
    maps.headerBefore = maps.header;
    maps.header = header;
  }

  void dropBefore(long term) {
    terms.headMap(term, false).clear();
  }

  /**
   * The newest term's maps, where they hold.
   *
   * @param segmentMin that they must hold at least
   * @param checksEntries whether each entry is held against the header
   */
  Optional<Base> read(long segmentMin, boolean checksEntries) {
    for (OfTerm maps : terms.descendingMap().values()) {
      Header header = maps.header;
      if (header != null) {
        boolean holds = header.segment() >= segmentMin && (!checksEntries || isWhole(maps, header));
        return holds ? Optional.of(base(maps, header)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isWhole(OfTerm maps, Header header) {
    return header.entries().entrySet().stream()
        .allMatch(
            named -> {
              Entry entry = maps.entries.get(named.getKey());
              return entry != null && entry.segment() >= named.getValue();
            });
  }

  private static Base base(OfTerm maps, Header header) {
    JournalImages images = new JournalImages();
    maps.entries.values().forEach(entry -> images.applyAll(entry.images()));
    return new Base(header.segment(), images.all());
  }

  /** Loses an entry of the newest term; false where there is none. */
  boolean loseEntry(Draw draw) {
    if (terms.isEmpty() || terms.lastEntry().getValue().entries.isEmpty()) {
      return false;
    }
    Map<String, Entry> entries = terms.lastEntry().getValue().entries;
    entries.remove(draw.pick(List.copyOf(entries.keySet())));
    return true;
  }

  /** Loses all maps, or all headers only. */
  boolean lose(boolean headersOnly) {
    boolean any = !terms.isEmpty();
    if (headersOnly) {
      terms.values().forEach(maps -> maps.header = null);
    } else {
      terms.clear();
    }
    return any;
  }

  /** Takes back what was written last: a replica that lagged has taken over. */
  boolean fallBack(Draw draw) {
    boolean any = false;
    for (OfTerm maps : terms.values()) {
      for (Map.Entry<String, Entry> old : maps.before.entrySet()) {
        if (draw.oneIn(2)) {
          any |= maps.entries.replace(old.getKey(), old.getValue()) != null;
        }
      }
      if (maps.headerBefore != null && draw.oneIn(2)) {
        maps.header = maps.headerBefore;
        any = true;
      }
    }
    return any;
  }
}
