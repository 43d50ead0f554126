package dev.cobnut.runtime.bus;

import dev.cobnut.runtime.config.Role;
import java.util.List;

/** A node of the cluster. */
public record Member(String node, List<Role> roles) {
  public Member {
    roles = List.copyOf(roles);
  }
}
