package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.SavedImages;

/**
 * A term that was opened, with all that the journal says.
 *
 * @param term the number of its first segment
 * @param images as of that; confined to whoever has the mandate
 * @param snapshot the last segment that the newest snapshot holds; 0 where there is none
 */
public record Mandate(long term, SavedImages images, long snapshot) {
  /** How many segments whoever reads the storage alone has to read after the snapshot. */
  long tailSegments() {
    return term - snapshot;
  }
}
