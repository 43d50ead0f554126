package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;

/**
 * A worker that holds map outputs, and where it serves them.
 *
 * @param port of its shuffle server; 0 where it serves none
 */
record Owner(WorkerId worker, String host, int port) {
  static Owner of(MapOutputLocation location) {
    return new Owner(location.worker(), location.host(), location.port());
  }

  /** Where an output lies that it holds. */
  MapOutputLocation at(AttemptId map) {
    return new MapOutputLocation(map, worker, host, port);
  }
}
