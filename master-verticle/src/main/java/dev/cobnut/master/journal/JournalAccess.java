package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.storage.StateStorage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal for a node that may become master: opens terms, and keeps their journals. Confined to
 * the master's context.
 */
public final class JournalAccess {
  private static final Logger LOG = LoggerFactory.getLogger(JournalAccess.class);
  private static final long MAPS_MS_MAX = 5_000;

  /** Readers wait less: what the journal says is as good, and they ask for 5 s at most. */
  private static final long VIEW_MAPS_MS_MAX = 1_000;

  private final String node;
  private final JournalStore store;
  private final Checkpoint checkpoint;
  private final WorkerExecutor appends;
  private final WorkerExecutor snapshots;
  private final WorkerExecutor views;

  /**
   * The journal on a storage.
   *
   * @param node that writes, for whoever looks at segments
   */
  public JournalAccess(Vertx vertx, String node, StateStorage storage, Checkpoint checkpoint) {
    this.node = node;
    this.store = new JournalStore(storage);
    this.checkpoint = checkpoint;
    this.appends = vertx.createSharedWorkerExecutor("cobnut-journal-" + node, 1);
    this.snapshots = vertx.createSharedWorkerExecutor("cobnut-snapshots-" + node, 1);
    this.views = vertx.createSharedWorkerExecutor("cobnut-views-" + node, 1);
  }

  private String nonce() {
    return node + "/" + UUID.randomUUID();
  }

  private Standing standing(BooleanSupplier isGivenUp) {
    return new Standing(store, segmentMin -> base(segmentMin, MAPS_MS_MAX), this::nonce, isGivenUp);
  }

  private Standing viewing() {
    return new Standing(
        store, segmentMin -> base(segmentMin, VIEW_MAPS_MS_MAX), this::nonce, () -> false);
  }

  private Optional<Checkpoint.Base> base(long segmentMin, long mapsMsMax) {
    try {
      return checkpoint
          .read(segmentMin)
          .toCompletionStage()
          .toCompletableFuture()
          .get(mapsMsMax, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException | TimeoutException noMaps) {
      return Optional.empty();
    }
  }

  /**
   * Reads all that was saved, and changes nothing; fails with a {@link DamagedJournalException}
   * where that can't be read back.
   */
  public Future<Void> check() {
    return snapshots.executeBlocking(
        () -> {
          standing(() -> false).check();
          return null;
        },
        false);
  }

  /**
   * Reads all that was saved, for readers, and changes nothing.
   *
   * @param known the last segment that is known already
   * @param made of what was read, off the event loop
   * @return empty where no segment came after that
   */
  public <T> Future<Optional<T>> view(long known, Function<Checkpoint.Base, T> made) {
    return views.executeBlocking(
        () -> store.last() == known ? Optional.empty() : Optional.of(made.apply(viewing().look())),
        true);
  }

  /** Opens a term. */
  public Future<Mandate> stand(BooleanSupplier isGivenUp) {
    return snapshots
        .executeBlocking(() -> stand(standing(isGivenUp)), false)
        .compose(
            mandate ->
                checkpoint
                    .open(mandate.term(), mandate.images().all())
                    .transform(opened -> Future.succeededFuture(mandate)));
  }

  private static Mandate stand(Standing standing) throws IOException, InterruptedException {
    Mandate mandate = standing.stand();
    LOG.info("term {} goes on from {}", mandate.term(), standing.origin());
    return mandate;
  }

  /** The journal of a term that was opened here. */
  public Journal open(Mandate mandate) {
    return new SegmentJournal(
        new SegmentJournal.Tools(store, checkpoint, appends(), snapshots(), this::nonce), mandate);
  }

  private SegmentJournal.Blocking appends() {
    return blocking(appends);
  }

  private SegmentJournal.Blocking snapshots() {
    return blocking(snapshots);
  }

  private static SegmentJournal.Blocking blocking(WorkerExecutor executor) {
    return new SegmentJournal.Blocking() {
      @Override
      public <T> Future<T> run(java.util.concurrent.Callable<T> work) {
        return executor.executeBlocking(work, true);
      }
    };
  }

  /** The highest number that is taken. */
  public Future<Long> last() {
    return snapshots.executeBlocking(store::last, false);
  }

  /** Ends what goes on. */
  public Future<Void> close() {
    return appends
        .close()
        .eventually(
            () -> {
              // At once, though it deletes a file: a thread that is to be had may be none by now.
              store.settle();
              return Future.succeededFuture();
            })
        .eventually(snapshots::close)
        .eventually(views::close);
  }
}
