package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
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
    int port = SmallGrid.freePorts()[0];
    var config = SmallGrid.config(port, port);
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
