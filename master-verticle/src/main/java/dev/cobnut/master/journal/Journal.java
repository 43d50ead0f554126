package dev.cobnut.master.journal;

import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Future;
import java.util.List;

/** Where Saves become true. Called with one append in flight at a time; no call blocks. */
public interface Journal {
  /**
   * Keeps Saves, in order. Also without any it shows that this master's word counts.
   *
   * @return done when they are true; failed when another master's word counts, after which this one
   *     must not act any more
   */
  Future<Void> append(List<Save> saves);

  /** How far it has come. */
  Position position();

  /**
   * A place in the journal.
   *
   * @param segment the last that is known
   * @param snapshot the last segment that the newest snapshot holds, as far as is known; 0 where
   *     there is none
   */
  record Position(long term, long segment, long snapshot) {}

  /** Nothing is appended any more; what is in flight may still become true. */
  void close();
}
