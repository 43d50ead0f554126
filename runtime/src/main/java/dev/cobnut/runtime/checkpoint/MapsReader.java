package dev.cobnut.runtime.checkpoint;

import com.hazelcast.core.HazelcastException;
import dev.cobnut.runtime.checkpoint.Checkpoint.Base;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the maps of the newest term, and believes only what its header vouches for. Blocks. */
final class MapsReader {
  private static final Logger LOG = LoggerFactory.getLogger(MapsReader.class);
  private static final int ENTRIES_A_CALL = 200;

  private final GridMaps maps;

  MapsReader(GridMaps maps) {
    this.maps = maps;
  }

  /** What the maps hold; empty where that is less than a segment, or not whole. */
  Optional<Base> read(long segmentMin) {
    try {
      OptionalLong term = maps.newestTerm();
      return term.isEmpty() ? Optional.empty() : read(term.getAsLong(), segmentMin);
    } catch (SaveException | HazelcastException | IllegalStateException unreadable) {
      LOG.info("the maps can't be read: {}", unreadable.toString());
      return Optional.empty();
    }
  }

  private Optional<Base> read(long term, long segmentMin) {
    byte[] bytes = maps.header(term);
    if (bytes == null) {
      return lacking(term, "header");
    }
    Header header = MapsCodec.header(bytes);
    if (header.segment() < segmentMin) {
      LOG.info("the maps of term {} hold segment {} only", term, header.segment());
      return Optional.empty();
    }
    if (header.list() == Header.NO_LIST) {
      return read(term, header.segment(), header.over(Map.of()));
    }
    byte[] list = maps.list(term, header.list());
    return list == null
        ? lacking(term, "list " + header.list())
        : read(term, header.segment(), header.over(MapsCodec.header(list).entries()));
  }

  private Optional<Base> read(long term, long segment, Map<String, Long> listed) {
    SavedImages images = new SavedImages();
    List<String> names = new ArrayList<>(listed.keySet());
    for (int from = 0; from < names.size(); from += ENTRIES_A_CALL) {
      List<String> some = names.subList(from, Math.min(names.size(), from + ENTRIES_A_CALL));
      Map<String, byte[]> found = maps.entries(term, some);
      for (String name : some) {
        byte[] bytes = found.get(name);
        if (bytes == null) {
          return lacking(term, name);
        }
        MapsCodec.Entry entry = MapsCodec.entry(bytes);
        long expected = listed.getOrDefault(name, segment);
        if (entry.segment() < expected) {
          return lacking(term, name + ", segment " + expected + " (" + entry.segment() + " is)");
        }
        entry.images().all().forEach(images::apply);
      }
    }
    return Optional.of(new Base(segment, images));
  }

  private static Optional<Base> lacking(long term, String what) {
    LOG.info("the maps of term {} don't hold: {} isn't there", term, what);
    return Optional.empty();
  }
}
