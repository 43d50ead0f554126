package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.WorkerState.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workers that are there or expected, and which of them has most free slots. */
final class Workers {
  private final TreeMap<WorkerId, Worker> byId = new TreeMap<>();
  private final Map<Integer, Ranking<Worker, Worker.Rank>> freeByFeature = new TreeMap<>();
  private long sequence;

  @Nullable Worker find(WorkerId id) {
    return byId.get(id);
  }

  /** The worker, if this master has met it. */
  @Nullable Worker met(WorkerId id) {
    Worker worker = byId.get(id);
    return worker != null && worker.isJoined() ? worker : null;
  }

  List<Worker> all() {
    return List.copyOf(byId.values());
  }

  /** All lives of the worker on a node that aren't gone. */
  List<Worker> onNode(String node) {
    List<Worker> lives = new ArrayList<>();
    for (Worker worker : byId.tailMap(new WorkerId(node, "")).values()) {
      if (!worker.id().node().equals(node)) {
        break;
      }
      lives.add(worker);
    }
    return lives;
  }

  /** A worker that a save names. */
  Worker expect(MapOutputLocation saved, long nowMs) {
    return byId.computeIfAbsent(saved.worker(), id -> new Worker(saved, sequence++, nowMs));
  }

  Worker join(WorkerInfo info, boolean draining, long nowMs) {
    Worker worker = byId.computeIfAbsent(info.id(), id -> new Worker(info, sequence++, nowMs));
    unrank(worker);
    worker.join(info, draining, nowMs);
    rank(worker);
    return worker;
  }

  void heard(Worker worker, long nowMs) {
    boolean ranked = worker.state() instanceof Heard;
    worker.heard(nowMs);
    if (!ranked) {
      rank(worker);
    }
  }

  void probe(Worker worker, long nowMs) {
    unrank(worker);
    worker.probe(nowMs);
  }

  void remove(Worker worker) {
    unrank(worker);
    worker.gone();
    byId.remove(worker.id());
  }

  /** Ranks a worker anew, after what it runs or whether it drains has changed. */
  void rank(Worker worker) {
    worker
        .joined()
        .ifPresent(
            joined -> {
              Ranking<Worker, Worker.Rank> ranking = ranking(joined.info().javaFeature());
              Worker.Rank rank = worker.rank();
              if (rank == null) {
                ranking.remove(worker);
              } else {
                ranking.rank(worker, rank);
              }
            });
  }

  private void unrank(Worker worker) {
    worker.joined().ifPresent(joined -> ranking(joined.info().javaFeature()).remove(worker));
  }

  private Ranking<Worker, Worker.Rank> ranking(int javaFeature) {
    return freeByFeature.computeIfAbsent(javaFeature, feature -> new Ranking<>());
  }

  boolean hasFreeSlot() {
    return freeByFeature.values().stream().anyMatch(ranking -> !ranking.isEmpty());
  }

  /**
   * The worker with most free slots.
   *
   * @param javaFeature that it must run on; 0 for any
   * @param avoided taken only where there is no other; may be null
   */
  @Nullable Worker freest(int javaFeature, @Nullable WorkerId avoided) {
    if (javaFeature != 0) {
      return freest(ranking(javaFeature), avoided);
    }
    Worker best = null;
    for (Ranking<Worker, Worker.Rank> ranking : freeByFeature.values()) {
      best = better(best, freest(ranking, avoided));
    }
    return best;
  }

  private static @Nullable Worker freest(
      Ranking<Worker, Worker.Rank> ranking, @Nullable WorkerId avoided) {
    Worker last = null;
    for (Worker worker : ranking.inOrder()) {
      last = worker;
      if (!worker.id().equals(avoided)) {
        return worker;
      }
    }
    return last;
  }

  private static @Nullable Worker better(@Nullable Worker one, @Nullable Worker other) {
    Worker.Rank rank = one == null ? null : one.rank();
    Worker.Rank otherRank = other == null ? null : other.rank();
    if (rank == null) {
      return other;
    }
    return otherRank == null || rank.compareTo(otherRank) <= 0 ? one : other;
  }

  /** Slots of all workers that have joined. */
  int slots() {
    return byId.values().stream()
        .mapToInt(worker -> worker.joined().map(joined -> joined.info().slots()).orElse(0))
        .sum();
  }
}
