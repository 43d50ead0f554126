package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Region;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Regions of map outputs that lie here, and why some can't be had. */
record RegionsInPlace(Map<AttemptId, Region> regions, Map<AttemptId, Throwable> lost) {
  /** Looks for them. Blocks. */
  static RegionsInPlace find(HeldOutputs held, RegionBatch batch) {
    RegionsInPlace found = new RegionsInPlace(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (AttemptId map : batch.maps()) {
      try {
        found.regions.put(map, held.region(map, batch.partition()));
      } catch (IOException e) {
        found.lost.put(map, e);
      }
    }
    return found;
  }
}
