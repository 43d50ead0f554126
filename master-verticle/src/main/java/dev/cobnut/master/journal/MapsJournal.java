package dev.cobnut.master.journal;

import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as long as the maps of the grid are all that stands behind it. An append that fails
 * is tried again, since writing the same after-images twice does no harm.
 */
public final class MapsJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(MapsJournal.class);
  private static final int TRIES_MAX = 4;
  private static final long PAUSE_MS = 250;

  private final Vertx vertx;
  private final Checkpoint checkpoint;

  public MapsJournal(Vertx vertx, Checkpoint checkpoint) {
    this.vertx = vertx;
    this.checkpoint = checkpoint;
  }

  @Override
  public Future<Void> append(List<Save> saves) {
    Promise<Void> done = Promise.promise();
    append(saves, 1, done);
    return done.future();
  }

  private void append(List<Save> saves, int attempt, Promise<Void> done) {
    checkpoint
        .write(saves)
        .onSuccess(done::complete)
        .onFailure(
            cause -> {
              if (attempt == TRIES_MAX) {
                done.fail(cause);
              } else {
                LOG.warn("append of {} saves failed, tried again", saves.size(), cause);
                vertx.setTimer(PAUSE_MS * attempt, timer -> append(saves, attempt + 1, done));
              }
            });
  }
}
