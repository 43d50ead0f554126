package dev.cobnut.runtime.checkpoint;

import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a new master reads the scheduler's state back from. Writes take effect in the order of the
 * calls. Safe for use by any thread; no call blocks.
 */
public interface Checkpoint {
  /** Makes a term that no other master has or had, and that is higher than all of them. */
  Future<Long> raiseTerm();

  /**
   * Keeps after-images: the last of a key counts, and a job that is forgotten takes all of its own
   * with it. After a failure any part of them may be there; the same may be written again.
   */
  Future<Void> write(List<Save> saves);

  /** All that is kept, each key once, jobs before what belongs to them. */
  Future<List<Save>> read();
}
