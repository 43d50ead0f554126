package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reduce attempt: fetches every map's output, one attempt of each, then waits for a slot, takes a
 * while and leaves a part. It waits for maps that run; it gives up where an output that should be
 * there can't be read for long.
 */
final class ReduceTask extends SimTask {
  private static final long FETCH_MS = 200;
  private static final long ASK_MS = 1_000;
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final int maps;
  private final Map<Integer, MapOutputLocation> locations = new TreeMap<>();
  private final Map<Integer, AttemptId> read = new TreeMap<>();
  private final long patienceMs;
  private long unreadableMs = NEVER;
  private long askedMs = -NEVER;

  ReduceTask(SimWorker worker, ToWorker.StartReduce order) {
    super(worker, order.attempt(), order.job(), Phase.FETCHING);
    this.maps = order.maps();
    this.patienceMs = worker.draw().between(100, 6_000);
  }

  @Override
  SimStorage.Part part() {
    return new SimStorage.Part(id(), new TreeMap<>(read));
  }

  @Override
  RunningAttempt told() {
    return phase() == Phase.FETCHING
        ? new RunningAttempt(id(), mode(), phase(), read.size(), maps)
        : super.told();
  }

  @Override
  void start() {
    fetch();
  }

  private long now() {
    return worker().sim().nowMs();
  }

  @Override
  void hears(ToWorker.MapOutputsAre news) {
    if (news.job().equals(job().id()) && news.stage() == job().stage()) {
      news.locations().forEach(one -> locations.put(one.attempt().task().index(), one));
    }
  }

  private void fetch() {
    boolean asks = now() - askedMs >= ASK_MS;
    for (int map = 0; map < maps; map++) {
      if (!read.containsKey(map)) {
        fetch(map, asks);
      }
    }
    if (asks) {
      askedMs = now();
    }
    if (read.size() == maps) {
      waitForSlot();
      worker().beatNow();
    } else if (now() - unreadableMs > patienceMs) {
      worker().sim().mark(Mark.REDUCE_MISSED_MAP_OUTPUT);
      worker().fail(this, Failure.Kind.MAP_OUTPUT_LOST);
    } else {
      later(FETCH_MS, this::fetch);
    }
  }

  private void fetch(int map, boolean asks) {
    Simulation sim = worker().sim();
    MapOutputLocation location = locations.get(map);
    if (location != null && sim.fetches(worker(), location)) {
      sim.observer().read(this, location.attempt());
      read.put(map, location.attempt());
      unreadableMs = NEVER;
    } else if (asks && location != null) {
      unreadableMs = Math.min(unreadableMs, now());
      worker()
          .toMaster(
              new ToMaster.MapOutputUnreadable(
                  worker().term(), worker().id(), location.attempt(), location.worker(), "gone"));
      askWhere(map);
    } else if (asks && isWorthAsking(map)) {
      askWhere(map);
    }
  }

  /** An answer tells of several maps from that one on. */
  private boolean isWorthAsking(int map) {
    return map % MasterOrders.PAGE == 0
        || read.containsKey(map - 1)
        || locations.containsKey(map - 1);
  }

  private void askWhere(int map) {
    worker()
        .toMaster(
            new ToMaster.WantMapOutputs(
                worker().term(), worker().id(), job().id(), job().stage(), map));
  }

  @Override
  void finish() {
    Map<String, Long> counters = worker().sim().definition(job().spec()).counters(id().task());
    TaskResult result = new TaskResult.PreparedPart(id().name(), 10, 1, 1, counters);
    worker().end(this, new Outcome.Succeeded(id(), mode(), result));
  }
}
