package dev.cobnut.runtime.checkpoint;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Keeps nothing: the journal is all there is. */
enum NoCheckpoint implements Checkpoint {
  INSTANCE;

  @Override
  public Future<Optional<Base>> read(long segmentMin) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Void> open(long term, List<SavedImage> images) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> write(long segment, List<SavedImage> images) {
    return Future.succeededFuture();
  }

  @Override
  public void leave(long term) {}
}
