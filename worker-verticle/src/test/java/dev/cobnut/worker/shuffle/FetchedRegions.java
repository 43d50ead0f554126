package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** What a fetch brought; a map that is named twice is an error. Safe for use by any thread. */
final class FetchedRegions implements RegionSink {
  private final Map<AttemptId, Region> came = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<AttemptId, Throwable> lost = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<AttemptId> left = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void came(AttemptId map, Region region) {
    once(map);
    came.put(map, region);
  }

  @Override
  public void lost(Map<AttemptId, Throwable> reasons) {
    reasons.keySet().forEach(this::once);
    lost.putAll(reasons);
  }

  @Override
  public void left(List<AttemptId> maps) {
    maps.forEach(this::once);
    left.addAll(maps);
  }

  void clear() {
    came.clear();
    lost.clear();
    left.clear();
  }

  private void once(AttemptId map) {
    if (came.containsKey(map) || lost.containsKey(map) || left.contains(map)) {
      throw new IllegalStateException(map + " told twice (expected: once)");
    }
  }

  Map<AttemptId, Region> came() {
    return came;
  }

  Map<AttemptId, Throwable> lost() {
    return lost;
  }

  List<AttemptId> left() {
    return left;
  }

  /** The one region that was asked for. */
  Region only(AttemptId map) throws Exception {
    Throwable reason = lost.get(map);
    if (reason != null) {
      throw new ExecutionException(reason);
    }
    return Objects.requireNonNull(came.get(map), "neither came nor lost");
  }
}
