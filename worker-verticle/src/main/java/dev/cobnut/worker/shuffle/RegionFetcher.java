package dev.cobnut.worker.shuffle;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings reduces their regions. Confined to the worker's context. */
public final class RegionFetcher {
  private final ShuffleParts parts;

  /** What fetches now; each asks the master anew, so that none believes in what was long ago. */
  private final Map<AttemptId, RegionCollector> active = new LinkedHashMap<>();

  /** A fetcher that fetches nothing. */
  public RegionFetcher(ShuffleParts parts) {
    this.parts = parts;
  }

  /** How many connections to one host are in use at most. */
  public static int connectionsMax(int slots) {
    return slots * RegionCollector.LANES;
  }

  /** The master told where map outputs lie. */
  public void heard(ToWorker.MapOutputsAre news) {
    List.copyOf(active.values()).forEach(collector -> collector.heard(news));
  }

  /**
   * Fetches, as maps complete, until all regions are there.
   *
   * @return the regions in the order of the maps; fails with a {@link
   *     dev.cobnut.worker.task.TaskFailedException} where one is lost, or can't be kept, or the
   *     fetch is cancelled. Then nothing is written any more
   */
  public Future<List<MapRegion>> fetch(FetchOrder order) {
    RegionCollector collector = new RegionCollector(parts, order);
    active.put(order.reduce(), collector);
    return collector.start().onComplete(end -> active.remove(order.reduce(), collector));
  }

  /** Breaks a fetch off, if it goes on. */
  public void cancel(AttemptId reduce) {
    RegionCollector collector = active.get(reduce);
    if (collector != null) {
      collector.cancel();
    }
  }
}
