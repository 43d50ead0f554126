package dev.cobnut.master.journal;

import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Future;
import java.util.List;

/** Where Saves become true. Called with one append in flight at a time; no call blocks. */
public interface Journal {
  /**
   * Keeps Saves, in order.
   *
   * @return done when they would survive the master; failed when the journal has given up, after
   *     which the master must not act any more
   */
  Future<Void> append(List<Save> saves);
}
