package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.shuffle.EarlierLives;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the map outputs of a worker's earlier lives, a few at a time beside the event loop.
 * Confined to the worker's context.
 *
 * <p>A full disk takes minutes to read, and a master waits seconds for the workers that it knows
 * from its journal; so the worker says hello when all is checked, or after {@link #patienceMs} with
 * what wasn't read yet held whole. That is sound, since whoever fetches a region checks its CRC,
 * and a hello tells what is there and may come again: one that lacks what an earlier one named
 * takes it back. So a slow check costs fetches in vain, never a result, and no map that runs again
 * though its output is there.
 */
final class DiskScan {
  private static final Logger LOG = LoggerFactory.getLogger(DiskScan.class);

  private final WorkerExecutor threads;
  private final int lanes;
  private final EarlierLives lives;
  private final BiConsumer<AttemptId, Boolean> checked;
  private final Deque<AttemptId> left = new ArrayDeque<>();
  private final Set<AttemptId> unread = new LinkedHashSet<>();
  private boolean closed;

  /**
   * Checks nothing yet.
   *
   * @param lanes how many are read at once
   * @param checked told of each map output whether it is whole, on the worker's context
   */
  DiskScan(
      WorkerExecutor threads,
      int lanes,
      EarlierLives lives,
      BiConsumer<AttemptId, Boolean> checked) {
    this.threads = threads;
    this.lanes = lanes;
    this.lives = lives;
    this.checked = checked;
  }

  /** How long a master is kept waiting for a hello, so that it doesn't give the worker up. */
  static long patienceMs(long silenceMs) {
    return silenceMs / 2;
  }

  /** Checks these; ends when all are checked. */
  Future<Void> run(List<AttemptId> maps) {
    left.addAll(maps);
    unread.addAll(maps);
    List<Future<Void>> running = IntStream.range(0, lanes).mapToObj(lane -> lane()).toList();
    return Future.join(running).mapEmpty();
  }

  private Future<Void> lane() {
    Promise<Void> done = Promise.promise();
    next(done);
    return done.future();
  }

  private void next(Promise<Void> done) {
    AttemptId map = closed ? null : left.poll();
    if (map == null) {
      done.complete();
      return;
    }
    threads
        .executeBlocking(
            () -> {
              lives.check(map);
              CrashPoint.WORKER_IN_SCAN.reach();
              return map;
            },
            false)
        .onFailure(damaged -> LOG.warn("not offered: {}", damaged.toString()))
        .onComplete(
            read -> {
              unread.remove(map);
              if (!closed) {
                checked.accept(map, read.succeeded());
              }
              next(done);
            });
  }

  /** Those of which nothing is known yet. */
  Set<AttemptId> unread() {
    return Collections.unmodifiableSet(unread);
  }

  /** Checks no more than what is being read now. */
  void close() {
    closed = true;
  }
}
