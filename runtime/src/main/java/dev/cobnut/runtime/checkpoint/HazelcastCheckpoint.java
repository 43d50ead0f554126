package dev.cobnut.runtime.checkpoint;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.MapPartitionLostListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint in the grid's maps, which all nodes share. A write that the grid doesn't take in
 * soon is done later, and nobody waits for it. Where the grid may have lost something, all is
 * written anew with the next segment. Safe for use by any thread, on any of which futures complete.
 */
public final class HazelcastCheckpoint implements Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastCheckpoint.class);
  private static final long WRITE_MS_MAX = 1_000;
  private static final long READ_MS_MAX = 5_000;
  private static final int READ_THREADS = 2;

  private record Part(long term, MapsWriter writer) {}

  private final Vertx vertx;
  private final GridMaps maps;
  private final MapsReader reader;
  private final WorkerExecutor writes;
  private final WorkerExecutor reads;
  private final AtomicBoolean isRewriteDue = new AtomicBoolean();
  private volatile @Nullable Part part;

  /** A checkpoint over {@link MapNames#all()}. Blocks until the grid knows its listeners. */
  public HazelcastCheckpoint(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.maps = GridMaps.of(hazelcast);
    this.reader = new MapsReader(maps);
    String node = hazelcast.getLocalEndpoint().getUuid().toString();
    this.writes = vertx.createSharedWorkerExecutor("cobnut-maps-write-" + node, 1);
    this.reads = vertx.createSharedWorkerExecutor("cobnut-maps-read-" + node, READ_THREADS);
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                rewrite("this node has merged into another part of its cluster");
              }
            });
    for (IMap<String, byte[]> map : maps.all()) {
      MapPartitionLostListener listener =
          event -> rewrite("partition " + event.getPartitionId() + " of the grid is lost");
      map.addPartitionLostListener(listener);
    }
  }

  /** Once for all reasons that come before it begins: partitions are lost by the hundred. */
  private void rewrite(String reason) {
    if (part == null || isRewriteDue.getAndSet(true)) {
      return;
    }
    LOG.info("the maps are written anew: {}", reason);
    onWriter(
        () -> {
          isRewriteDue.set(false);
          Part current = part;
          if (current != null) {
            current.writer().rewrite();
          }
        });
  }

  private void onWriter(Runnable work) {
    writes
        .executeBlocking(
            () -> {
              work.run();
              return null;
            },
            false)
        .onFailure(broken -> LOG.error("the maps aren't written", broken));
  }

  @Override
  public Future<Optional<Base>> read(long segmentMin) {
    return reads
        .executeBlocking(() -> reader.read(segmentMin), false)
        .timeout(READ_MS_MAX, TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              LOG.info("the maps can't be read: {}", failure.toString());
              return Future.succeededFuture(Optional.empty());
            });
  }

  @Override
  public Future<Void> open(long term, List<SavedImage> images) {
    MapsWriter writer = new MapsWriter(maps, term, this::onWriter, () -> dropBelow(term));
    Part before = part;
    part = new Part(term, writer);
    if (before != null) {
      onWriter(before.writer()::close);
    }
    return write(writer, term, images);
  }

  private void dropBelow(long term) {
    reads
        .executeBlocking(
            () -> {
              maps.dropBelow(term);
              return null;
            },
            false)
        .onFailure(failed -> LOG.info("earlier terms' maps stay: {}", failed.toString()));
  }

  @Override
  public Future<Void> write(long segment, List<SavedImage> images) {
    Part current = part;
    return current == null ? Future.succeededFuture() : write(current.writer(), segment, images);
  }

  private Future<Void> write(MapsWriter writer, long segment, List<SavedImage> images) {
    List<SavedImage> copy = List.copyOf(images);
    Promise<Void> written = Promise.promise();
    boolean isLagging = writer.isLagging();
    onWriter(() -> writer.write(segment, copy, written));
    if (isLagging) {
      return Future.succeededFuture();
    }
    long timer =
        vertx.setTimer(
            WRITE_MS_MAX,
            late -> {
              writer.isLate(segment);
              written.tryComplete();
            });
    return written.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  @Override
  public void leave(long term) {
    Part current = part;
    if (current != null && current.term() == term) {
      part = null;
      onWriter(current.writer()::close);
    }
  }
}
