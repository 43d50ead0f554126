package dev.cobnut.app.node;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a part of a split cluster that has stayed frozen. The oldest member of a part freezes it,
 * then has all members merge into the other part; if it ends or merges before the others have heard
 * of that, they stay frozen for good: partitions of members that are gone get no new owner, so that
 * all calls to the maps hang, nobody may join, and Hazelcast doesn't try to merge a frozen part
 * again. Nobody else freezes a cluster of Cobnut's. Confined to one context.
 */
final class Thaw {
  private static final Logger LOG = LoggerFactory.getLogger(Thaw.class);
  private static final long PERIOD_MS = 2_000;

  /** A merge waits at most 30 s for the members that it was told to. */
  private static final int FROZEN_TURNS_MAX = 16;

  private final Vertx vertx;
  private final WorkerExecutor thread;
  private final Cluster cluster;
  private final int frozenTurnsMax;
  private int frozenTurns;
  private boolean isRunning;

  Thaw(Vertx vertx, Cluster cluster) {
    this(vertx, cluster, FROZEN_TURNS_MAX);
  }

  /** A thaw after so many turns in a row that have seen the cluster frozen. */
  Thaw(Vertx vertx, Cluster cluster, int frozenTurnsMax) {
    this.vertx = vertx;
    // Its own: the others may all hang in calls to the maps.
    this.thread = vertx.createSharedWorkerExecutor("cobnut-thaw", 1);
    this.cluster = cluster;
    this.frozenTurnsMax = frozenTurnsMax;
  }

  void begin() {
    vertx.setPeriodic(PERIOD_MS, timer -> turn());
  }

  /** Counts turns, not time: one that was itself stopped meanwhile has seen nothing. */
  void turn() {
    if (isRunning) {
      return;
    }
    boolean isOldest = cluster.getMembers().iterator().next().localMember();
    frozenTurns =
        isOldest && cluster.getClusterState() == ClusterState.FROZEN ? frozenTurns + 1 : 0;
    if (frozenTurns >= frozenTurnsMax) {
      frozenTurns = 0;
      isRunning = true;
      thread
          .executeBlocking(
              () -> {
                cluster.changeClusterState(ClusterState.ACTIVE);
                return null;
              },
              false)
          .onSuccess(opened -> LOG.warn("opened a part that a merge had left frozen"))
          .onFailure(failed -> LOG.warn("this part stays frozen: {}", failed.toString()))
          .onComplete(done -> isRunning = false);
    }
  }
}
