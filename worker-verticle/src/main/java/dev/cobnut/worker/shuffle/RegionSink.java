package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Region;
import java.util.List;
import java.util.Map;

/**
 * Takes what a fetch brings: each map that it was asked for is named once, before the fetch ends,
 * unless it fails. Called on the context of the fetch.
 */
interface RegionSink {
  /** A region is there. */
  void came(AttemptId map, Region region);

  /** These can't be had from where they are said to lie. */
  void lost(Map<AttemptId, Throwable> reasons);

  /** These weren't come to, and can be asked for at once, by another fetch, too. */
  void left(List<AttemptId> maps);
}
