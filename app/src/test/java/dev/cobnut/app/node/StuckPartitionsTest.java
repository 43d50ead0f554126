package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.MigrationInfo;
import com.hazelcast.internal.partition.PartitionReplica;
import com.hazelcast.internal.partition.impl.InternalPartitionServiceImpl;
import com.hazelcast.map.IMap;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three real members, of which the oldest dies while the other two disagree on a partition of it at
 * the same version, as they may where parts have split and come together.
 */
@Timeout(120)
final class StuckPartitionsTest {
  private static final int TURNS = 3;

  private Vertx vertx;
  private HazelcastInstance oldest;
  private HazelcastInstance next;
  private HazelcastInstance youngest;

  @BeforeEach
  void start() throws Exception {
    int[] ports = SmallGrid.freePorts(3);
    vertx = Vertx.vertx();
    oldest = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[0], ports[0]));
    next = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[1], ports[0]));
    youngest = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[2], ports[0]));
    IntStream.range(0, 100).forEach(key -> next.getMap("any").put(key, "before"));
    while (!next.getPartitionService().isClusterSafe() || owned(oldest) == 0) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    youngest.getLifecycleService().terminate();
    next.getLifecycleService().terminate();
    oldest.getLifecycleService().terminate();
  }

  private static InternalPartitionServiceImpl partitions(HazelcastInstance member) {
    return ((HazelcastInstanceProxy) member).getOriginal().node.partitionService;
  }

  private static long owned(HazelcastInstance member) {
    return IntStream.range(0, partitions(member).getPartitionCount())
        .mapToObj(id -> partitions(member).getPartition(id))
        .filter(InternalPartition::isLocal)
        .count();
  }

  @Test
  void tablesThatDisagreeDoNotStopTheGrid() {
    disagree();
    oldest.getLifecycleService().terminate();
    while (!isCollecting() || next.getCluster().getMembers().size() > 2) {
      Thread.onSpinWait();
    }
    StuckPartitions stuck = new StuckPartitions(vertx, next, TURNS);
    for (int turn = 1; turn < TURNS; turn++) {
      stuck.turn();
    }
    assertThat(isCollecting()).isTrue();

    stuck.turn();

    IMap<Integer, String> map = next.getMap("any");
    IntStream.range(0, 100).forEach(key -> map.put(key, "after"));
    assertThat(map.values()).hasSize(100).containsOnly("after");
    assertThat(youngest.<Integer, String>getMap("any").values()).containsOnly("after");
    assertThat(isCollecting()).isFalse();
  }

  private boolean isCollecting() {
    return partitions(next).isFetchMostRecentPartitionTableTaskRequired();
  }

  /** The youngest has it from a move that failed; the next oldest never heard of that. */
  private void disagree() {
    MemberImpl gone =
        ((HazelcastInstanceProxy) oldest).getOriginal().node.clusterService.getLocalMember();
    MemberImpl ghost =
        new MemberImpl.Builder(gone.getAddress())
            .version(gone.getVersion())
            .uuid(UUID.randomUUID())
            .build();
    partitions(youngest).getPartitionStateManager().replaceMember(gone, ghost);
    for (int id = 0; id < partitions(next).getPartitionCount(); id++) {
      InternalPartition partition = partitions(next).getPartition(id);
      if (partition.getOwnerReplicaOrNull().isIdentical(gone)) {
        MigrationInfo failed =
            new MigrationInfo(id, null, PartitionReplica.from(ghost), -1, -1, -1, 1);
        failed.setInitialPartitionVersion(partition.version() - 1).setPartitionVersionIncrement(1);
        failed.setMaster(gone.getAddress()).setStatus(MigrationInfo.MigrationStatus.FAILED);
        partitions(youngest).getMigrationManager().addCompletedMigration(failed);
      }
    }
  }
}
