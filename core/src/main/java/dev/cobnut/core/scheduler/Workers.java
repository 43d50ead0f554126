package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.WorkerState.Heard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The workers that are there or expected, and which of them has most that is free. */
final class Workers {
  private final Map<WorkerId, Worker> byId = new LinkedHashMap<>();
  private final TreeMap<WorkerId, Worker> inOrder = new TreeMap<>();
  private final FreeWorkers slots = new FreeWorkers(Worker::freeSlots);
  private final FreeWorkers fetches = new FreeWorkers(Worker::freeFetches);
  private final FreeWorkers ahead = new FreeWorkers(Worker::freeAhead);
  private long sequence;

  @Nullable Worker find(WorkerId id) {
    return byId.get(id);
  }

  /** The worker, if this master has met it. */
  @Nullable Worker met(WorkerId id) {
    Worker worker = byId.get(id);
    return worker != null && worker.isJoined() ? worker : null;
  }

  /** The folders that workers are near to. */
  Set<String> allNear() {
    Set<String> folders = new TreeSet<>();
    inOrder.values().forEach(worker -> folders.addAll(worker.near()));
    return folders;
  }

  /** As they are now; whoever makes one go copies it first. */
  Collection<Worker> all() {
    return Collections.unmodifiableCollection(inOrder.values());
  }

  /** All lives of the worker on a node that aren't gone. */
  List<Worker> onNode(String node) {
    List<Worker> lives = new ArrayList<>();
    for (Worker worker : inOrder.tailMap(new WorkerId(node, "")).values()) {
      if (!worker.id().node().equals(node)) {
        break;
      }
      lives.add(worker);
    }
    return lives;
  }

  /** A worker that a save names. */
  Worker expect(MapOutputLocation saved, long untilMs) {
    Worker known = byId.get(saved.worker());
    return known != null ? known : add(new Worker(saved, sequence++, untilMs));
  }

  Worker join(WorkerInfo info, long nowMs) {
    Worker known = byId.get(info.id());
    Worker worker = known != null ? known : add(new Worker(info, sequence++, nowMs));
    unrank(worker);
    worker.join(info, nowMs);
    rank(worker);
    return worker;
  }

  private Worker add(Worker worker) {
    byId.put(worker.id(), worker);
    inOrder.put(worker.id(), worker);
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
    inOrder.remove(worker.id());
  }

  /** Ranks a worker anew, after what it runs or whether it gets tasks has changed. */
  void rank(Worker worker) {
    slots.rank(worker);
    fetches.rank(worker);
    ahead.rank(worker);
  }

  private void unrank(Worker worker) {
    slots.remove(worker);
    fetches.remove(worker);
    ahead.remove(worker);
  }

  /** Those with slots that nothing holds or soon wants. */
  FreeWorkers withFreeSlot() {
    return slots;
  }

  /** Those at which one reduce more may fetch. */
  FreeWorkers withFreeFetch() {
    return fetches;
  }

  /** Those behind whose slots one map more may wait, the one with fewest first. */
  FreeWorkers withRoomAhead() {
    return ahead;
  }

  /** How many are there or expected. */
  int count() {
    return byId.size();
  }

  /** Slots of all workers that have joined. */
  int slotCount() {
    return inOrder.values().stream()
        .mapToInt(worker -> worker.joined().map(joined -> joined.info().slots()).orElse(0))
        .sum();
  }
}
