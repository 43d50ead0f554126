package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import dev.cobnut.runtime.config.Config;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GhostSweepTest {
  private static final HazelcastRegistrationInfo OWN = registration("alive");
  private static final HazelcastRegistrationInfo GHOST = registration("dead");

  private HazelcastInstance hazelcast;
  private MultiMap<String, HazelcastRegistrationInfo> registrations;

  @BeforeEach
  void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, String> settings =
        Map.of(
            "cobnut.cluster.port", Integer.toString(port),
            "cobnut.cluster.members", "127.0.0.1:" + port,
            "cobnut.cluster.name", "sweep-" + port);
    var config = HazelcastConfigs.of(Config.load(null, Map.of(), settings), Optional.empty());
    config.getMemberAttributeConfig().setAttribute(GhostSweep.VERTX_NODE_ATTRIBUTE, "alive");
    hazelcast = Hazelcast.newHazelcastInstance(config);
    registrations = hazelcast.getMultiMap(GhostSweep.REGISTRATIONS);
    registrations.put("cobnut.worker.a", OWN);
    registrations.put("cobnut.worker.a", GHOST);
  }

  @AfterEach
  void stop() {
    hazelcast.shutdown();
  }

  @Test
  void registrationOfADeadNodeGoesAndThatOfALiveOneStays() {
    GhostSweep sweep = new GhostSweep(hazelcast);

    sweep.run();
    sweep.run();

    assertThat(registrations.get("cobnut.worker.a")).containsExactly(OWN);
  }

  @Test
  void oneSweepIsNoProofOfDeath() {
    new GhostSweep(hazelcast).run();

    assertThat(registrations.get("cobnut.worker.a")).containsExactlyInAnyOrder(OWN, GHOST);
  }

  private static HazelcastRegistrationInfo registration(String node) {
    return new HazelcastRegistrationInfo(new RegistrationInfo(node, 1, false));
  }
}
