package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.MapOutputLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Map outputs that can be fetched, by the worker that holds them. Workers take turns. Confined to
 * the worker's context.
 */
final class ReadyMaps {
  /** None of the queues is empty. */
  private final LinkedHashMap<Owner, Deque<AttemptId>> queues = new LinkedHashMap<>();

  boolean isEmpty() {
    return queues.isEmpty();
  }

  void add(MapOutputLocation location) {
    queue(location).addLast(location.attempt());
  }

  /** These were taken before, and have waited long enough. */
  void addFirst(MapOutputLocation location) {
    queue(location).addFirst(location.attempt());
  }

  /** Returns whether it was there. */
  boolean remove(MapOutputLocation location) {
    Owner owner = Owner.of(location);
    Deque<AttemptId> queue = queues.get(owner);
    if (queue == null || !queue.remove(location.attempt())) {
      return false;
    }
    if (queue.isEmpty()) {
      queues.remove(owner);
    }
    return true;
  }

  /** Whose turn it is. */
  Owner next() {
    return queues.keySet().iterator().next();
  }

  /** Takes some that a worker holds, the longest there first. It has its next turn last. */
  List<AttemptId> take(Owner owner, int max) {
    Deque<AttemptId> queue = queues.remove(owner);
    List<AttemptId> taken = new ArrayList<>();
    if (queue != null) {
      while (taken.size() < max && !queue.isEmpty()) {
        taken.add(queue.remove());
      }
      if (!queue.isEmpty()) {
        queues.put(owner, queue);
      }
    }
    return taken;
  }

  private Deque<AttemptId> queue(MapOutputLocation location) {
    return queues.computeIfAbsent(Owner.of(location), owner -> new ArrayDeque<>());
  }
}
