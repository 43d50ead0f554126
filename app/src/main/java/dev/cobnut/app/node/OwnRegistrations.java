package dev.cobnut.app.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import dev.cobnut.runtime.bus.Addresses;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what the event bus knows of this node and the grid has lost: its host and port, and its
 * registrations. The cluster manager puts its own back when a member leaves, not after a merge, and
 * Hazelcast may not finish merging them; and a member that is slow to see this node leave removes
 * them once more when the node is back. Then nobody reaches the node any more. Of the
 * registrations, only addresses that stand for as long as the node does are looked at.
 *
 * <p>Blocks; confined to one thread at a time.
 */
final class OwnRegistrations {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRegistrations.class);

  /** The cluster manager's, by name: where to reach a node. */
  static final String NODES = "__vertx.nodeInfo";

  private final TellingClusterManager manager;
  private final List<String> addresses;
  private final Map<String, Set<HazelcastRegistrationInfo>> known = new LinkedHashMap<>();
  private Set<String> missed = Set.of();

  OwnRegistrations(TellingClusterManager manager, String node) {
    this.manager = manager;
    this.addresses =
        List.of(
            Addresses.MASTERS,
            Addresses.JOBS_SUBMIT,
            Addresses.JOBS_GET,
            Addresses.JOBS_LIST,
            Addresses.JOBS_CANCEL,
            Addresses.master(node),
            Addresses.worker(node),
            Addresses.api(node));
  }

  /** Puts back what is missing; of registrations, what the last look missed, too. */
  void run() {
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    String self =
        hazelcast.getCluster().getLocalMember().getAttribute(GhostSweep.VERTX_NODE_ATTRIBUTE);
    IMap<String, HazelcastNodeInfo> nodes = hazelcast.getMap(NODES);
    if (!nodes.containsKey(self)) {
      nodes.put(self, new HazelcastNodeInfo(manager.getNodeInfo()));
      LOG.warn("put back where the bus reaches this node: the grid had lost it");
    }
    putBackRegistrations(hazelcast, self);
  }

  /** One look alone may have met a move. */
  private void putBackRegistrations(HazelcastInstance hazelcast, String self) {
    MultiMap<String, HazelcastRegistrationInfo> registrations =
        hazelcast.getMultiMap(GhostSweep.REGISTRATIONS);
    Set<String> missing = new HashSet<>();
    for (String address : addresses) {
      Collection<HazelcastRegistrationInfo> there = registrations.get(address);
      Set<HazelcastRegistrationInfo> mine =
          known.computeIfAbsent(address, fresh -> new HashSet<>());
      there.stream().filter(each -> each.unwrap().nodeId().equals(self)).forEach(mine::add);
      if (!there.containsAll(mine)) {
        missing.add(address);
        if (missed.contains(address)) {
          mine.forEach(each -> registrations.put(address, each));
          LOG.warn("put back a registration that the grid has lost: {}", address);
        }
      }
    }
    missed = missing;
  }
}
