package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import dev.cobnut.runtime.checkpoint.MapNames;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HazelcastConfigsTest {
  private static final String CONF =
      """
      {"node": {"name": "a", "roles": ["worker"]},
       "cluster": {"name": "test", "members": ["127.0.0.1:5901", "127.0.0.1:5902"], "port": 5902}}
      """;

  @Test
  void membersAreFoundByAddressAlone() throws Exception {
    var join = of(CONF).getAdvancedNetworkConfig().getJoin();

    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("127.0.0.1:5901", "127.0.0.1:5902");
  }

  @Test
  void onlyMembersAreServedAndOnlyAtTheHostAndPortConfigured() throws Exception {
    Config config = of(CONF);
    var endpoints = config.getAdvancedNetworkConfig().getEndpointConfigs();

    assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
    assertThat(endpoints).containsOnlyKeys(EndpointQualifier.MEMBER);
    var members = (ServerSocketEndpointConfig) endpoints.get(EndpointQualifier.MEMBER);
    assertThat(members.getPort()).isEqualTo(5902);
    assertThat(members.isPortAutoIncrement()).isFalse();
    assertThat(members.getInterfaces().isEnabled()).isTrue();
    assertThat(members.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
  }

  @Test
  void nothingIsToldToTheMaker() throws Exception {
    assertThat(of(CONF).getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
  }

  @Test
  void silenceIsNoticedAfterTheHeartbeatTimeout() throws Exception {
    Config config = of("{\"heartbeat\": {\"timeout\": \"7500ms\"}}");

    assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
    assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("8");
  }

  @Test
  void mapsOfTheCheckpointHaveTwoBackupsAndNeverBringBackWhatWasDeleted() throws Exception {
    Config config = of(CONF);

    for (String map : MapNames.all()) {
      assertThat(config.getMapConfig(map).getBackupCount()).isEqualTo(2);
      assertThat(config.getMapConfig(map).getMergePolicyConfig().getPolicy())
          .isEqualTo(DiscardMergePolicy.class.getName());
    }
  }

  @Test
  void mapsOfTheCheckpointAreProtectedWhereAQuorumIsSet() throws Exception {
    Config config = of("{\"cluster\": {\"quorum\": 2}}");

    for (String map : MapNames.all()) {
      String name = config.getMapConfig(map).getSplitBrainProtectionName();
      assertThat(config.getSplitBrainProtectionConfig(name).isEnabled()).isTrue();
      assertThat(of(CONF).getMapConfig(map).getSplitBrainProtectionName()).isNull();
    }
  }

  @Test
  void javaReadsOnlyClassesOfTheGridAndOfTheJdksCore() throws Exception {
    JavaSerializationFilterConfig filter =
        of(CONF).getSerializationConfig().getJavaSerializationFilterConfig();

    assertThat(filter.isDefaultsDisabled()).isTrue();
    assertThat(filter.getWhitelist().isListed("java.lang.String")).isTrue();
    assertThat(filter.getWhitelist().isListed("com.fasterxml.jackson.databind.node.POJONode"))
        .isFalse();
    assertThat(filter.getWhitelist().isListed("javax.management.BadAttributeValueExpException"))
        .isFalse();
  }

  @Test
  void memberSaysItsNameAndRoles() throws Exception {
    var attributes = of(CONF).getMemberAttributeConfig().getAttributes();

    assertThat(attributes)
        .containsEntry(HazelcastConfigs.NODE_ATTRIBUTE, "a")
        .containsEntry(HazelcastConfigs.ROLES_ATTRIBUTE, "WORKER");
  }

  @Test
  void hostWithoutAnAddressIsRefused() {
    assertThatThrownBy(() -> of("{\"cluster\": {\"host\": \"no-such-host.invalid\"}}"))
        .isInstanceOfAny(
            UnknownHostException.class, dev.cobnut.runtime.config.ConfigException.class);
  }

  private static Config of(String conf) throws Exception {
    return HazelcastConfigs.of(
        dev.cobnut.runtime.config.Config.load(conf, Map.of(), Map.of()), Optional.empty());
  }
}
