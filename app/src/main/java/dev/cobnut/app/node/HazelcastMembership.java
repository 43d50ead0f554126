package dev.cobnut.app.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.config.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The members of a Hazelcast cluster as nodes, by their attributes. Safe for use by any thread. */
final class HazelcastMembership implements Membership {
  private final HazelcastInstance hazelcast;
  private final String self;

  HazelcastMembership(HazelcastInstance hazelcast, String self) {
    this.hazelcast = hazelcast;
    this.self = self;
  }

  /**
   * Hazelcast lists members in the order in which they joined; those without our name, such as
   * programs that only use the bus, don't count. A lite member never becomes master.
   */
  @Override
  public List<Member> members() {
    return hazelcast.getCluster().getMembers().stream()
        .flatMap(member -> node(member).stream())
        .toList();
  }

  private static Optional<Member> node(com.hazelcast.cluster.Member member) {
    String name = member.getAttribute(HazelcastConfigs.NODE_ATTRIBUTE);
    String roles = member.getAttribute(HazelcastConfigs.ROLES_ATTRIBUTE);
    if (name == null || roles == null) {
      return Optional.empty();
    }
    List<String> known = Arrays.stream(Role.values()).map(Enum::name).toList();
    return Optional.of(
        new Member(
            name,
            Arrays.stream(roles.split(","))
                .filter(known::contains)
                .map(Role::valueOf)
                .filter(role -> role != Role.MASTER || !member.isLiteMember())
                .toList()));
  }

  @Override
  public Set<String> hosts() {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> node(member).isPresent())
        .map(member -> member.getAddress().getHost())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void onChange(Consumer<List<Member>> listener) {
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                listener.accept(members());
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                listener.accept(members());
              }
            });
  }

  @Override
  public String self() {
    return self;
  }

  /** The address of a member whose state storage isn't this node's, with that storage's id. */
  Optional<String> foreignState(String stateId) {
    for (com.hazelcast.cluster.Member member : hazelcast.getCluster().getMembers()) {
      String theirs = member.getAttribute(HazelcastConfigs.STATE_ATTRIBUTE);
      if (theirs != null && !theirs.equals(stateId)) {
        return Optional.of(
            member.getAddress().getHost()
                + ":"
                + member.getAddress().getPort()
                + " has storage "
                + theirs);
      }
    }
    return Optional.empty();
  }

  /** The address of an older member that has this node's name. */
  Optional<String> namesake() {
    for (com.hazelcast.cluster.Member member : hazelcast.getCluster().getMembers()) {
      if (member.localMember()) {
        return Optional.empty();
      }
      if (self.equals(member.getAttribute(HazelcastConfigs.NODE_ATTRIBUTE))) {
        return Optional.of(member.getAddress().getHost() + ":" + member.getAddress().getPort());
      }
    }
    return Optional.empty();
  }
}
