package dev.cobnut.app.node;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import dev.cobnut.runtime.checkpoint.MapNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes Hazelcast's configuration from ours. Members are found by address alone, and only members:
 * no multicast, no discovery, no client or REST endpoint, one interface.
 */
final class HazelcastConfigs {
  /** The member attribute that holds the node's name. */
  static final String NODE_ATTRIBUTE = "cobnut.node";

  /** The member attribute that holds the node's roles, with commas. */
  static final String ROLES_ATTRIBUTE = "cobnut.roles";

  /** The member attribute that holds the id of a master's state storage. */
  static final String STATE_ATTRIBUTE = "cobnut.state";

  private static final int BACKUPS = 2;
  private static final String QUORUM = "cobnut-quorum";

  private HazelcastConfigs() {}

  /**
   * The configuration of a member.
   *
   * @param stateId of its state storage, where it may become master
   * @throws UnknownHostException where {@code cluster.host} has no address
   */
  static Config of(dev.cobnut.runtime.config.Config ours, Optional<String> stateId)
      throws UnknownHostException {
    Config config = new Config();
    config.setClusterName(ours.cluster().name());
    config.setAdvancedNetworkConfig(network(ours.cluster()));
    properties(ours).forEach(config::setProperty);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getSerializationConfig().setJavaSerializationFilterConfig(serializationFilter());
    config
        .getMemberAttributeConfig()
        .setAttribute(NODE_ATTRIBUTE, ours.node().name())
        .setAttribute(
            ROLES_ATTRIBUTE,
            ours.node().roles().stream().map(Enum::name).collect(Collectors.joining(",")));
    stateId.ifPresent(id -> config.getMemberAttributeConfig().setAttribute(STATE_ATTRIBUTE, id));
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET)
            .setBackupCount(BACKUPS));
    for (String map : List.of("__vertx.haInfo", "__vertx.nodeInfo")) {
      config.addMapConfig(new MapConfig(map).setBackupCount(BACKUPS));
    }
    addCheckpoint(config, ours.cluster().quorum());
    return config;
  }

  private static void addCheckpoint(Config config, int quorum) {
    if (quorum > 0) {
      // What the election counts: nodes, not those who only use the bus.
      config.addSplitBrainProtectionConfig(
          new SplitBrainProtectionConfig(QUORUM, true)
              .setFunctionImplementation(
                  members ->
                      members.stream()
                              .filter(member -> member.getAttribute(NODE_ATTRIBUTE) != null)
                              .count()
                          >= quorum));
    }
    for (String name : MapNames.all()) {
      MapConfig map =
          new MapConfig(name)
              .setBackupCount(BACKUPS)
              // Any other policy would bring back what the rest deleted while a part was cut off.
              .setMergePolicyConfig(
                  new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()));
      config.addMapConfig(quorum > 0 ? map.setSplitBrainProtectionName(QUORUM) : map);
    }
  }

  private static AdvancedNetworkConfig network(dev.cobnut.runtime.config.Config.ClusterConfig ours)
      throws UnknownHostException {
    JoinConfig join = new JoinConfig();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(ours.members());
    ServerSocketEndpointConfig members =
        new ServerSocketEndpointConfig()
            .setPort(ours.port())
            .setPortAutoIncrement(false)
            .setInterfaces(
                new InterfacesConfig()
                    .setEnabled(true)
                    .addInterface(InetAddress.getByName(ours.host()).getHostAddress()));
    // Hazelcast serves only the protocols that have an endpoint here.
    return new AdvancedNetworkConfig()
        .setEnabled(true)
        .setMemberEndpointConfig(members)
        .setJoin(join);
  }

  private static Map<String, String> properties(dev.cobnut.runtime.config.Config ours) {
    long silenceSeconds = Math.max(2, (ours.heartbeat().timeoutMs() + 999) / 1000);
    return Map.ofEntries(
        Map.entry("hazelcast.logging.type", "slf4j"),
        Map.entry("hazelcast.phone.home.enabled", "false"),
        Map.entry("hazelcast.shutdownhook.enabled", "false"),
        Map.entry("hazelcast.socket.bind.any", "false"),
        Map.entry("hazelcast.wait.seconds.before.join", "0"),
        Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
        Map.entry("hazelcast.max.no.heartbeat.seconds", Long.toString(silenceSeconds)),
        // Also how often, half a second apart, the next oldest asks each of the others to follow
        // it: who hasn't seen the oldest die by then is left out, and becomes a part of its own.
        Map.entry("hazelcast.mastership.claim.timeout.seconds", "30"),
        Map.entry("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "3"),
        // The journal is the truth, so a node that ends needn't see its share of the maps moved.
        Map.entry("hazelcast.graceful.shutdown.max.wait", "5"),
        // A call whose answer got lost in a merge is given up after twice as long, not 2 minutes:
        // the
        // bus's calls hold the lock that all look-ups of addresses need.
        Map.entry("hazelcast.operation.call.timeout.millis", "10000"),
        Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
        Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
        // A missed ack of a backup would fail registrations of the bus, and the start of a node.
        Map.entry("hazelcast.operation.fail.on.indeterminate.state", "false"));
  }

  /** Lets in what Hazelcast and Vert.x send each other, and nothing else that Java can read. */
  private static JavaSerializationFilterConfig serializationFilter() {
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(
            new ClassFilter()
                .addPrefixes(
                    "com.hazelcast.",
                    "io.vertx.spi.cluster.hazelcast.impl.",
                    "java.lang.",
                    "java.util.",
                    "[")
                .addClasses("java.io.IOException", "java.io.EOFException"));
  }
}
