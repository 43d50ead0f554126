package dev.cobnut.runtime.checkpoint;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What the journal says, once more, where it is read faster: a base for the next master. It may
 * lag, lose anything, or take nothing in; nothing rests on it. Each term has a part of its own, so
 * that the late write of a master that was replaced lands where nobody reads. Safe for use by any
 * thread; no call blocks, and each ends soon.
 */
public interface Checkpoint {
  /**
   * What is kept, where it is whole.
   *
   * @param segmentMin the segment that it must hold at least
   * @return empty where it doesn't, or can't be read
   */
  Future<Optional<Base>> read(long segmentMin);

  /**
   * What a master goes on from.
   *
   * @param segment the last one that it holds
   */
  record Base(long segment, SavedImages images) {}

  /**
   * Begins the part of a term with all that its master knows.
   *
   * @param term the number of its first segment, which is the last that the images hold
   */
  Future<Void> open(long term, List<SavedImage> images);

  /**
   * Takes in what the next segment of the term says. Where it can't, that is made good by a later
   * call.
   */
  Future<Void> write(long segment, List<SavedImage> images);

  /** The master of a term acts no more: nothing is kept here for it. */
  void leave(long term);

  /** Where there is nobody to read it faster for. */
  static Checkpoint none() {
    return NoCheckpoint.INSTANCE;
  }
}
