package dev.cobnut.master.journal;

import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Creates a segment: asks with the same bytes until it is known whose it is. Blocks. */
final class SegmentCreation {
  private static final long PAUSE_MS_MIN = 20;
  private static final long PAUSE_MS_MAX = 1_000;

  private SegmentCreation() {}

  /**
   * Whose the number is: never unknown.
   *
   * @throws CancellationException where it is given up before it is known
   */
  static Creation create(JournalStore store, Segment segment, BooleanSupplier isGivenUp)
      throws InterruptedException {
    long pauseMs = PAUSE_MS_MIN;
    while (true) {
      Creation creation = store.create(segment);
      if (creation != Creation.UNKNOWN) {
        return creation;
      }
      if (isGivenUp.getAsBoolean()) {
        throw new CancellationException("segment " + segment.number() + ": given up");
      }
      TimeUnit.MILLISECONDS.sleep(pauseMs);
      pauseMs = Math.min(PAUSE_MS_MAX, 2 * pauseMs);
    }
  }
}
