package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.model.WorkerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attempts of a table that ended without winning, or won and lost their output: for readers,
 * and for telling a late word from a new one. Bounded: the oldest go first.
 */
final class PastAttempts {
  private static final int TASK_MAX = 16;
  private static final int TABLE_MAX = 20_000;

  private record Past(AttemptView view, boolean settled) {}

  private final Map<Integer, Deque<Past>> byTask = new LinkedHashMap<>();
  private int size;

  /**
   * @param settled whether nothing that is heard of the attempt later can make it count
   */
  void add(AttemptView view, boolean settled) {
    int index = view.id().task().index();
    forget(view.id());
    Deque<Past> pasts = byTask.computeIfAbsent(index, task -> new ArrayDeque<>());
    pasts.add(new Past(view, settled));
    size++;
    if (pasts.size() > TASK_MAX) {
      pasts.remove();
      size--;
    }
    if (size > TABLE_MAX) {
      dropOldestTask();
    }
  }

  /** Notes that an attempt can't count any more. */
  void settle(AttemptId attempt, WorkerId worker, long wallMs) {
    AttemptView stopped =
        new AttemptView(
            attempt,
            worker,
            AttemptState.STOPPED,
            false,
            wallMs,
            Optional.of(wallMs),
            Optional.empty());
    AttemptView view =
        of(attempt.task().index()).stream()
            .filter(past -> past.id().equals(attempt))
            .findFirst()
            .orElse(stopped);
    add(view, true);
  }

  private void dropOldestTask() {
    Iterator<Deque<Past>> oldest = byTask.values().iterator();
    size -= oldest.next().size();
    oldest.remove();
  }

  /** Forgets an attempt, as it turned out to count after all. */
  void forget(AttemptId attempt) {
    Deque<Past> pasts = byTask.get(attempt.task().index());
    if (pasts != null && pasts.removeIf(past -> past.view().id().equals(attempt))) {
      size--;
    }
  }

  boolean isSettled(AttemptId attempt) {
    return settled(attempt).isPresent();
  }

  /** An attempt that can't count any more. */
  Optional<AttemptView> settled(AttemptId attempt) {
    Deque<Past> pasts = byTask.get(attempt.task().index());
    if (pasts == null) {
      return Optional.empty();
    }
    return pasts.stream()
        .filter(past -> past.settled() && past.view().id().equals(attempt))
        .map(Past::view)
        .findFirst();
  }

  /** Whether an attempt was told to stop, and hasn't been heard to win in spite of it. */
  boolean isStopped(AttemptId attempt) {
    return of(attempt.task().index()).stream()
        .anyMatch(past -> past.id().equals(attempt) && past.state() == AttemptState.STOPPED);
  }

  /** Where the task failed last, so that its next attempt can go elsewhere. */
  Optional<WorkerId> failedOn(int index) {
    Deque<Past> pasts = byTask.get(index);
    if (pasts == null || pasts.isEmpty()) {
      return Optional.empty();
    }
    AttemptView last = pasts.getLast().view();
    return last.state() == AttemptState.FAILED ? Optional.of(last.worker()) : Optional.empty();
  }

  List<AttemptView> of(int index) {
    Deque<Past> pasts = byTask.get(index);
    return pasts == null ? List.of() : pasts.stream().map(Past::view).toList();
  }
}
