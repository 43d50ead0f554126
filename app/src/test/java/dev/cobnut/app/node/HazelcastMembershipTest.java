package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members as real Hazelcast instances see them, on loopback. */
final class HazelcastMembershipTest {
  private final List<HazelcastInstance> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(HazelcastInstance::shutdown);
  }

  @Test
  void membersComeOldestFirstWithNameAndRoles() throws Exception {
    int[] ports = SmallGrid.freePorts();
    HazelcastInstance first = start("a", "master", ports, 0);
    HazelcastMembership seenByFirst = new HazelcastMembership(first, "a");
    BlockingQueue<List<Member>> changes = new LinkedBlockingQueue<>();
    seenByFirst.onChange(changes::add);

    HazelcastInstance second = start("b", "worker", ports, 1);

    List<Member> both =
        List.of(new Member("a", List.of(Role.MASTER)), new Member("b", List.of(Role.WORKER)));
    assertThat(changes.poll(30, TimeUnit.SECONDS)).isEqualTo(both);
    assertThat(seenByFirst.members()).isEqualTo(both);
    assertThat(new HazelcastMembership(second, "b").members()).isEqualTo(both);

    HazelcastMembership seenBySecond = new HazelcastMembership(second, "b");
    BlockingQueue<List<Member>> later = new LinkedBlockingQueue<>();
    seenBySecond.onChange(later::add);
    first.getLifecycleService().terminate();

    assertThat(later.poll(30, TimeUnit.SECONDS))
        .containsExactly(new Member("b", List.of(Role.WORKER)));
  }

  @Test
  void youngerOfTwoWithOneNameIsTheOneThatIsRefused() throws Exception {
    int[] ports = SmallGrid.freePorts();
    HazelcastInstance first = start("same", "worker", ports, 0);
    HazelcastInstance second = start("same", "worker", ports, 1);

    assertThat(new HazelcastMembership(first, "same").namesake()).isEmpty();
    assertThat(new HazelcastMembership(second, "same").namesake())
        .contains("127.0.0.1:" + ports[0]);
  }

  @Test
  void programsThatOnlyUseTheBusAreNoNodes() throws Exception {
    int[] ports = SmallGrid.freePorts();
    com.hazelcast.config.Config program = config("program", "master", ports, 0);
    program.setLiteMember(true);
    program.setMemberAttributeConfig(new com.hazelcast.config.MemberAttributeConfig());
    started.add(Hazelcast.newHazelcastInstance(program));
    HazelcastInstance node = start("a", "master", ports, 1);

    assertThat(node.getCluster().getMembers()).hasSize(2);
    assertThat(new HazelcastMembership(node, "a").members())
        .containsExactly(new Member("a", List.of(Role.MASTER)));
  }

  @Test
  void liteMemberIsNotEligibleWhateverItSays() throws Exception {
    int[] ports = SmallGrid.freePorts();
    com.hazelcast.config.Config lite = config("lite", "master\",\"worker", ports, 0);
    started.add(Hazelcast.newHazelcastInstance(lite.setLiteMember(true)));
    HazelcastInstance node = start("a", "master", ports, 1);

    assertThat(new HazelcastMembership(node, "a").members())
        .containsExactly(
            new Member("lite", List.of(Role.WORKER)), new Member("a", List.of(Role.MASTER)));
  }

  @Test
  void masterWithAnotherStateStorageIsFound() throws Exception {
    int[] ports = SmallGrid.freePorts();
    started.add(Hazelcast.newHazelcastInstance(config("a", "master", ports, 0, "storage-1")));
    HazelcastInstance second =
        Hazelcast.newHazelcastInstance(config("b", "master", ports, 1, "storage-2"));
    started.add(second);
    HazelcastMembership seenBySecond = new HazelcastMembership(second, "b");

    assertThat(seenBySecond.foreignState("storage-2"))
        .contains("127.0.0.1:" + ports[0] + " has storage storage-1");
  }

  @Test
  void workersHaveNoStateStorageToDifferIn() throws Exception {
    int[] ports = SmallGrid.freePorts();
    start("a", "worker", ports, 0);
    HazelcastInstance second =
        Hazelcast.newHazelcastInstance(config("b", "master", ports, 1, "storage"));
    started.add(second);

    assertThat(new HazelcastMembership(second, "b").foreignState("storage")).isEmpty();
  }

  private HazelcastInstance start(String name, String role, int[] ports, int index)
      throws Exception {
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(config(name, role, ports, index));
    started.add(instance);
    return instance;
  }

  private static com.hazelcast.config.Config config(
      String name, String role, int[] ports, int index) throws Exception {
    return config(name, role, ports, index, null);
  }

  private static com.hazelcast.config.Config config(
      String name, String role, int[] ports, int index, @Nullable String state) throws Exception {
    String members = "\"127.0.0.1:" + ports[0] + "\",\"127.0.0.1:" + ports[1] + "\"";
    String conf =
        """
        {"node": {"name": "%s", "roles": ["%s"]},
         "cluster": {"name": "membership-%d", "members": [%s], "port": %d}}
        """
            .formatted(name, role, ports[0], members, ports[index]);
    return HazelcastConfigs.of(Config.load(conf, Map.of(), Map.of()), Optional.ofNullable(state));
  }
}
