package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.worker.run.Region;
import java.util.Optional;

/**
 * A region and the map attempt that wrote it.
 *
 * @param at whose map output it is read in; empty where it is a copy, which was checked
 */
public record MapRegion(AttemptId map, Region region, Optional<WorkerId> at) {
  /** Whether it lies in the map output itself. */
  public boolean inPlace() {
    return at.isPresent();
  }
}
