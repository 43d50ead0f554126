package dev.cobnut.master;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.message.ToWorker.StartMap;
import dev.cobnut.core.message.ToWorker.StartMaps;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.WorkerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Orders of maps that are given at once: those of a stage for a worker share a message, which says
 * once what they have in common. Confined to the master's context.
 */
final class MapOrders {
  /** A message of the bus stays well below 1 MiB. */
  private static final int WEIGHT_MAX = 256 << 10;

  private static final int ORDER_WEIGHT = 256;
  private static final int SLICE_WEIGHT = 128;

  private record Target(WorkerId worker, JobId job, int stage) {}

  private final Map<Target, List<StartMap>> gathered = new LinkedHashMap<>();

  void add(WorkerId worker, StartMap order) {
    Target target = new Target(worker, order.job().id(), order.job().stage());
    gathered.computeIfAbsent(target, first -> new ArrayList<>()).add(order);
  }

  /** Gives all messages, in the order in which their first maps were ordered. */
  void flush(BiConsumer<WorkerId, ToWorker> send) {
    Map<Target, List<StartMap>> orders = new LinkedHashMap<>(gathered);
    gathered.clear();
    orders.forEach((target, maps) -> parts(maps).forEach(one -> send.accept(target.worker(), one)));
  }

  private static List<ToWorker> parts(List<StartMap> orders) {
    List<ToWorker> messages = new ArrayList<>();
    List<StartMap> part = new ArrayList<>();
    long weight = 0;
    for (StartMap order : orders) {
      boolean isAlone = !order.skipped().isEmpty();
      long more = weight(order);
      if (!part.isEmpty() && (isAlone || weight + more > WEIGHT_MAX)) {
        messages.add(message(part));
        part = new ArrayList<>();
        weight = 0;
      }
      if (isAlone) {
        messages.add(order);
      } else {
        part.add(order);
        weight += more;
      }
    }
    if (!part.isEmpty()) {
      messages.add(message(part));
    }
    return messages;
  }

  private static ToWorker message(List<StartMap> orders) {
    StartMap first = orders.get(0);
    if (orders.size() == 1) {
      return first;
    }
    return new StartMaps(
        first.term(),
        first.job(),
        first.boundaries(),
        orders.stream()
            .map(order -> new StartMaps.MapOrder(order.attempt(), order.split(), order.mode()))
            .toList());
  }

  /** About how many bytes it takes up as JSON, where names are mostly ASCII. */
  private static long weight(StartMap order) {
    long weight = ORDER_WEIGHT;
    for (FileSlice slice : order.split().slices()) {
      weight += SLICE_WEIGHT + slice.file().length() + slice.relativePath().length();
    }
    return weight;
  }
}
