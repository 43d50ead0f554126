package dev.cobnut.app.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the event-bus registrations of nodes that are gone. The cluster manager does so once,
 * when a member leaves; an entry of a partition whose owner has just died escapes it, and from then
 * on each second message to that address, say of the node's next life, goes nowhere.
 *
 * <p>Blocks; confined to one thread at a time.
 */
final class GhostSweep {
  /** The cluster manager's, by name. */
  static final String REGISTRATIONS = "__vertx.subs";

  /** The cluster manager's, too. */
  static final String VERTX_NODE_ATTRIBUTE = "__vertx.nodeId";

  private static final Logger LOG = LoggerFactory.getLogger(GhostSweep.class);

  private record Ghost(String address, HazelcastRegistrationInfo registration) {}

  private final HazelcastInstance hazelcast;
  private Set<Ghost> suspects = Set.of();

  GhostSweep(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  /** Removes what this sweep and the last one found; one alone may have met a member that joins. */
  void run() {
    if (!isOldest()) {
      suspects = Set.of();
      return;
    }
    MultiMap<String, HazelcastRegistrationInfo> registrations =
        hazelcast.getMultiMap(REGISTRATIONS);
    Set<Ghost> found = new HashSet<>();
    for (Map.Entry<String, HazelcastRegistrationInfo> entry : registrations.entrySet()) {
      found.add(new Ghost(entry.getKey(), entry.getValue()));
    }
    Set<String> alive = aliveNodes();
    found.removeIf(entry -> alive.contains(entry.registration().unwrap().nodeId()));
    for (Ghost ghost : found) {
      if (suspects.contains(ghost)) {
        registrations.remove(ghost.address(), ghost.registration());
        LOG.info("removed a registration of a node that is gone: {}", ghost.address());
      }
    }
    suspects = found;
  }

  private boolean isOldest() {
    return hazelcast.getCluster().getMembers().iterator().next().localMember();
  }

  private Set<String> aliveNodes() {
    Set<String> alive = new HashSet<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      String node = member.getAttribute(VERTX_NODE_ATTRIBUTE);
      if (node != null) {
        alive.add(node);
      }
    }
    return alive;
  }
}
