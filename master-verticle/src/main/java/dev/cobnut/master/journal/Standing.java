package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.Checkpoint.Base;
import dev.cobnut.runtime.checkpoint.SavedImages;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A try to become master, and the one way back to what was saved: notes the newest snapshot, reads
 * a base and all segments after it, creates the next number, and acts only if the newest snapshot
 * is still the same; else it reads again. Confined to one thread; blocks.
 */
public final class Standing {
  /** Where a base may be found that is newer than the newest snapshot. */
  public interface Maps {
    /**
     * What the maps hold.
     *
     * @param segmentMin that they must hold at least
     * @return empty where they don't, or can't be read soon
     */
    Optional<Base> base(long segmentMin);
  }

  private final JournalStore store;
  private final Maps maps;
  private final Supplier<String> nonces;
  private final BooleanSupplier isGivenUp;
  private Optional<SnapshotName> noted = Optional.empty();
  private long tailSegments;
  private String origin = "nothing";

  /**
   * A try that hasn't begun.
   *
   * @param nonces gives another one each time, with the writer's name
   * @param isGivenUp asked now and then
   */
  public Standing(
      JournalStore store, Maps maps, Supplier<String> nonces, BooleanSupplier isGivenUp) {
    this.store = store;
    this.maps = maps;
    this.nonces = nonces;
    this.isGivenUp = isGivenUp;
  }

  /**
   * Opens a term.
   *
   * @throws DamagedJournalException where what was saved can't be read back
   * @throws IOException where the storage doesn't answer
   * @throws CancellationException where it is given up
   */
  public Mandate stand() throws IOException, InterruptedException {
    while (true) {
      Base read = read();
      long term = open(read);
      CrashPoint.JOURNAL_AFTER_TERM.reach();
      if (store.newestSnapshot().equals(noted)) {
        return new Mandate(term, read.images(), noted.map(SnapshotName::number).orElse(0L));
      }
    }
  }

  /**
   * Reads all that was saved, and changes nothing.
   *
   * @throws DamagedJournalException where it can't be read back
   */
  public void check() throws IOException {
    read();
  }

  /**
   * Reads all that was saved when this was called, and maybe later, as a master would that takes
   * office, and changes nothing.
   *
   * @throws DamagedJournalException where it can't be read back
   */
  public Base look() throws IOException {
    while (true) {
      Base read = read();
      // What a newer snapshot holds may be deleted: the tail then ends too early.
      if (store.newestSnapshot().equals(noted)) {
        return read;
      }
    }
  }

  /** What was read, in words. */
  String origin() {
    return origin + ", with " + tailSegments + " segments after it";
  }

  private Base read() throws IOException {
    while (true) {
      requireGoingOn();
      noted = store.newestSnapshot();
      Optional<Base> base = base();
      if (base.isPresent()) {
        tailSegments = 0;
        return new Base(readTail(base.get().segment(), base.get().images()), base.get().images());
      }
    }
  }

  /** Empty where the snapshot that was noted has given way to a newer one. */
  private Optional<Base> base() throws IOException {
    Optional<Base> fromMaps = maps.base(noted.map(SnapshotName::number).orElse(0L));
    if (fromMaps.isPresent()) {
      origin = "the maps at segment " + fromMaps.get().segment();
      return fromMaps;
    }
    origin = noted.map(snapshot -> "snapshot " + snapshot.text()).orElse("the first segment");
    if (noted.isEmpty()) {
      return Optional.of(new Base(0, new SavedImages()));
    }
    SnapshotName snapshot = noted.get();
    return store.snapshot(snapshot).map(images -> new Base(snapshot.number(), images));
  }

  /** Takes in the segments after one; tells the last. */
  private long readTail(long after, SavedImages images) throws IOException {
    long last = after;
    for (Optional<Segment> next = store.segment(last + 1);
        next.isPresent();
        next = store.segment(last + 1)) {
      requireGoingOn();
      next.get().images().forEach(images::apply);
      last++;
      tailSegments++;
    }
    return last;
  }

  /** Creates the first segment that isn't there; tells its number. */
  private long open(Base read) throws IOException, InterruptedException {
    long last = read.segment();
    CrashPoint.JOURNAL_BEFORE_TERM.reach();
    while (true) {
      Segment opening = Segment.opening(last + 1, nonces.get());
      if (SegmentCreation.create(store, opening, isGivenUp) == Creation.MINE) {
        return opening.number();
      }
      last = readTail(last, read.images());
    }
  }

  private void requireGoingOn() {
    if (isGivenUp.getAsBoolean()) {
      throw new CancellationException("given up");
    }
  }
}
