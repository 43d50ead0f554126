package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.SavedImages;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes a snapshot of what the segments up to one say, then deletes what that makes needless:
 * older snapshots, then segments, ascending, but never the first one of a term, so that whoever was
 * paused finds its number taken. It reads the storage and nothing else, so that it may go on
 * whatever becomes of its master. Blocks.
 */
final class Compaction {
  private final JournalStore store;

  Compaction(JournalStore store) {
    this.store = store;
  }

  /**
   * Does it once.
   *
   * @param upTo a segment that is there
   * @param nonce of lower-case letters and digits
   * @return bytes of the snapshot's images; empty where another's snapshot came first, or the
   *     storage can't tell whether this one is there
   */
  Optional<Long> run(long upTo, String nonce) throws IOException {
    Optional<SavedImages> images = read(upTo);
    if (images.isEmpty()) {
      return Optional.empty();
    }
    SnapshotName name = new SnapshotName(upTo, nonce);
    CrashPoint.JOURNAL_BEFORE_SNAPSHOT.reach();
    if (store.create(name, images.get()) != Creation.MINE) {
      return Optional.empty();
    }
    CrashPoint.JOURNAL_AFTER_SNAPSHOT.reach();
    retain(name);
    return Optional.of(images.get().bytes());
  }

  private Optional<SavedImages> read(long upTo) throws IOException {
    Optional<SnapshotName> newest = store.newestSnapshot();
    long from = newest.map(SnapshotName::number).orElse(0L);
    if (from >= upTo) {
      return Optional.empty();
    }
    Optional<SavedImages> base =
        newest.isEmpty() ? Optional.of(new SavedImages()) : store.snapshot(newest.get());
    for (long number = from + 1; base.isPresent() && number <= upTo; number++) {
      Optional<Segment> segment = store.segment(number);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segment.get().images().forEach(base.get()::apply);
    }
    return base;
  }

  private void retain(SnapshotName newest) throws IOException {
    for (SnapshotName each : store.snapshots()) {
      if (each.compareTo(newest) < 0) {
        store.delete(each);
        CrashPoint.JOURNAL_IN_RETENTION.reach();
      }
    }
    for (long number : store.segments()) {
      if (number > newest.number()) {
        return;
      }
      if (!store.segment(number).map(Segment::opens).orElse(true)) {
        store.delete(number);
        CrashPoint.JOURNAL_IN_RETENTION.reach();
      }
    }
  }
}
