package dev.cobnut.runtime.bus;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who belongs to the cluster, as this node sees it. Safe for use by any thread. */
public interface Membership {
  /** All nodes that are there now, the oldest first. */
  List<Member> members();

  /**
   * Has each change told, with the members after it, on any thread. The first call comes with the
   * first change.
   */
  void onChange(Consumer<List<Member>> listener);

  /** The hosts that the nodes are on now, by the addresses at which these joined. */
  Set<String> hosts();

  /** The name of this node. */
  String self();
}
