package dev.cobnut.app.node;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.internal.partition.impl.InternalPartitionServiceImpl;
import com.hazelcast.internal.partition.impl.PartitionStateManager;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets partitions going that stay with owners that are gone. When the oldest member dies, the next
 * one collects the others' tables of partitions. Where parts of a cluster have split and come
 * together, two tables may disagree on a partition at one and the same version; Hazelcast then
 * throws, collects them anew, and so on for good: nothing gets a new owner, all calls to the maps
 * hang, nobody can join. The oldest member's own table is then declared the newest, which ends
 * that. What is lost by it in the maps stands in the journal, and all nodes put back their
 * registrations. Confined to one context.
 */
final class StuckPartitions {
  private static final Logger LOG = LoggerFactory.getLogger(StuckPartitions.class);
  private static final long PERIOD_MS = 2_000;

  /** They are collected in no time, or soon after a member that hangs was given up. */
  private static final int COLLECTING_TURNS_MAX = 6;

  /** More than any cluster's tables differ by: a version grows by one or two with each move. */
  private static final int VERSIONS_AHEAD = 10_000;

  private final Vertx vertx;
  private final ClusterService cluster;
  private final InternalPartitionServiceImpl partitions;
  private final int collectingTurnsMax;
  private int collectingTurns;

  StuckPartitions(Vertx vertx, HazelcastInstance hazelcast) {
    this(vertx, hazelcast, COLLECTING_TURNS_MAX);
  }

  /** Acts after so many turns in a row that have seen tables being collected. */
  StuckPartitions(Vertx vertx, HazelcastInstance hazelcast, int collectingTurnsMax) {
    var node = ((HazelcastInstanceProxy) hazelcast).getOriginal().node;
    this.vertx = vertx;
    this.cluster = node.clusterService;
    this.partitions = node.partitionService;
    this.collectingTurnsMax = collectingTurnsMax;
  }

  void begin() {
    vertx.setPeriodic(PERIOD_MS, timer -> turn());
  }

  /** Counts turns, not time: one that was itself stopped meanwhile has seen nothing. */
  void turn() {
    boolean isCollecting =
        cluster.isMaster()
            && cluster.getClusterState() == ClusterState.ACTIVE
            && partitions.isFetchMostRecentPartitionTableTaskRequired();
    collectingTurns = isCollecting ? collectingTurns + 1 : 0;
    if (collectingTurns >= collectingTurnsMax) {
      collectingTurns = 0;
      LOG.warn("the members' tables of partitions don't come together; this one holds now");
      declareNewest();
    }
  }

  private void declareNewest() {
    PartitionStateManager table = partitions.getPartitionStateManager();
    for (int partition = 0; partition < partitions.getPartitionCount(); partition++) {
      table.incrementPartitionVersion(partition, VERSIONS_AHEAD);
    }
    table.updateStamp();
  }
}
