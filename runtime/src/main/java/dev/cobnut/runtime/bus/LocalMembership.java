package dev.cobnut.runtime.bus;

import dev.cobnut.runtime.config.Role;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The membership of a node that is alone; it never changes. */
public final class LocalMembership implements Membership {
  private final Member self;

  /** The only member. */
  public LocalMembership(String node, List<Role> roles) {
    this.self = new Member(node, roles);
  }

  @Override
  public List<Member> members() {
    return List.of(self);
  }

  @Override
  public void onChange(Consumer<List<Member>> listener) {}

  @Override
  public Set<String> hosts() {
    return Set.of("localhost");
  }

  @Override
  public String self() {
    return self.node();
  }
}
