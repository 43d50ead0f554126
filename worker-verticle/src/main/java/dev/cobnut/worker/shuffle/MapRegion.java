package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Region;

/**
 * A region and the map attempt that wrote it.
 *
 * @param inPlace whether it lies in the map output itself, not in a copy that was checked
 */
public record MapRegion(AttemptId map, Region region, boolean inPlace) {}
