package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.MapOutputLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the map outputs of one stage lie, as far as this worker knows. Later news of a map replaces
 * earlier. Confined to the worker's context.
 */
final class StageOutputs {
  private final Map<Integer, MapOutputLocation> locations = new HashMap<>();
  private final List<Consumer<List<MapOutputLocation>>> listeners = new ArrayList<>();

  @Nullable MapOutputLocation location(int map) {
    return locations.get(map);
  }

  void heard(List<MapOutputLocation> news) {
    news.forEach(location -> locations.put(location.attempt().task().index(), location));
    List.copyOf(listeners).forEach(listener -> listener.accept(news));
  }

  /** Drops what turned out to be wrong, unless it was replaced already. */
  void forget(MapOutputLocation location) {
    locations.remove(location.attempt().task().index(), location);
  }

  void listen(Consumer<List<MapOutputLocation>> listener) {
    listeners.add(listener);
  }

  void unlisten(Consumer<List<MapOutputLocation>> listener) {
    listeners.remove(listener);
  }
}
