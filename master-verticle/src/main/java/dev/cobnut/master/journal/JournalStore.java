package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.SavedImage;
import dev.cobnut.runtime.checkpoint.SavedImages;
import dev.cobnut.runtime.storage.StateStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The journal's objects on the state storage: {@code journal/<number>} and {@code
 * snapshots/<number>-<nonce>}. Blocks; safe for use by any thread.
 */
public final class JournalStore {
  private static final String SEGMENTS = "journal";
  private static final String SNAPSHOTS = "snapshots";

  private final StateStorage storage;

  public JournalStore(StateStorage storage) {
    this.storage = storage;
  }

  /** A segment; empty where there surely is none. */
  Optional<Segment> segment(long number) throws IOException {
    String name = name(number);
    Optional<byte[]> bytes = storage.read(name);
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(JournalCodec.segment(describe(name), number, bytes.get()));
  }

  StateStorage.Creation create(Segment segment) {
    return storage.createIfAbsent(name(segment.number()), JournalCodec.encode(segment));
  }

  /** The next segment may begin with less. */
  void anticipateSegment() {
    storage.anticipate(SEGMENTS);
  }

  /** No segment is at hand. */
  void settle() {
    storage.settle();
  }

  StateStorage.Creation create(SnapshotName name, SavedImages images) {
    return storage.createIfAbsent(name(name), JournalCodec.encode(name, images.all()));
  }

  /** Of all snapshots, the one that holds the most. */
  Optional<SnapshotName> newestSnapshot() throws IOException {
    List<SnapshotName> all = snapshots();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** All snapshots, the oldest first. */
  List<SnapshotName> snapshots() throws IOException {
    List<SnapshotName> names = new ArrayList<>();
    for (String text : storage.list(SNAPSHOTS)) {
      SnapshotName.parse(text).ifPresent(names::add);
    }
    names.sort(null);
    return names;
  }

  /** What a snapshot holds; empty where it is gone. */
  Optional<SavedImages> snapshot(SnapshotName name) throws IOException {
    Optional<byte[]> bytes = storage.read(name(name));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    SavedImages images = new SavedImages();
    for (SavedImage image : JournalCodec.snapshot(describe(name(name)), name, bytes.get())) {
      images.apply(image);
    }
    return Optional.of(images);
  }

  /** The numbers of all segments that are there, ascending. */
  List<Long> segments() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String text : storage.list(SEGMENTS)) {
      if (text.matches("\\d{20}")) {
        numbers.add(Long.parseLong(text));
      }
    }
    return numbers;
  }

  /** The highest number that is taken; 0 where none is. */
  public long last() throws IOException {
    List<Long> numbers = segments();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }

  void delete(SnapshotName name) throws IOException {
    storage.delete(name(name));
  }

  void delete(long number) throws IOException {
    storage.delete(name(number));
  }

  private String describe(String name) {
    return storage.describe() + "/" + name;
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "%s/%020d", SEGMENTS, number);
  }

  private static String name(SnapshotName name) {
    return SNAPSHOTS + "/" + name.text();
  }
}
