package dev.cobnut.app.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import dev.cobnut.runtime.bus.Addresses;
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
 * Puts back event-bus registrations of this node that the grid has lost. The cluster manager puts
 * its own back when a member leaves, not after a merge, and Hazelcast may not finish merging them:
 * then nobody reaches the node any more. Only addresses that stand for as long as the node does are
 * looked at.
 *
 * <p>Blocks; confined to one thread at a time.
 */
final class OwnRegistrations {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRegistrations.class);

  private final HazelcastInstance hazelcast;
  private final List<String> addresses;
  private final Map<String, Set<HazelcastRegistrationInfo>> known = new LinkedHashMap<>();
  private Set<String> missed = Set.of();

  OwnRegistrations(HazelcastInstance hazelcast, String node) {
    this.hazelcast = hazelcast;
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

  /** Puts back what this look and the last one missed; one alone may have met a move. */
  void run() {
    String self =
        hazelcast.getCluster().getLocalMember().getAttribute(GhostSweep.VERTX_NODE_ATTRIBUTE);
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
