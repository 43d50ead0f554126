package dev.cobnut.app.node;

import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.storage.StateFolder;
import dev.cobnut.runtime.storage.StateStorage;
import java.io.IOException;
import java.util.Optional;

/**
 * The state storage of a node that may become master.
 *
 * @param id tells it from any other storage
 */
record NodeState(StateStorage storage, String id) {
  /**
   * Tests the storage and learns its id; empty for a node that never becomes master.
   *
   * @throws StartException that says why the storage won't do
   */
  static Optional<NodeState> open(Config config) throws StartException {
    if (!config.node().roles().contains(Role.MASTER)) {
      return Optional.empty();
    }
    try {
      StateStorage storage = StateFolder.open(config.stateUri());
      return Optional.of(new NodeState(storage, StateFolder.id(storage)));
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }
}
