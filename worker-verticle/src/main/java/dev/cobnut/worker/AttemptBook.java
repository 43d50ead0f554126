package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attempts of a worker, by job; {@link AttemptState} says what may follow what. What doesn't
 * fit an attempt's state comes late, and is passed over. Confined to the worker's context.
 */
final class AttemptBook {
  /** Of the dropped jobs that are remembered, so that a late order doesn't revive one. */
  private static final int DROPPED_MAX = 1_000;

  /** Those that differ in their index alone stand together. */
  private static final Comparator<AttemptId> HELD_ORDER =
      Comparator.comparing((AttemptId map) -> map.task().job())
          .thenComparing(map -> map.task().stage())
          .thenComparing(AttemptId::term)
          .thenComparing(AttemptId::number)
          .thenComparing(map -> map.task().index());

  private final Map<JobId, Map<AttemptId, AttemptState>> jobs = new LinkedHashMap<>();

  /** The outcomes of those in that state, by themselves, since they are told often. */
  private final Map<AttemptId, Outcome> unacknowledged = new LinkedHashMap<>();

  private final Set<JobId> dropped = new LinkedHashSet<>();

  /** Whether the attempt is to be begun. */
  boolean begin(AttemptId attempt, String output) {
    if (dropped.contains(attempt.task().job())) {
      return false;
    }
    return attempts(attempt).putIfAbsent(attempt, new AttemptState.Running(output)) == null;
  }

  /**
   * A map output of an earlier life lies here, whole. Not noted where this life has its own word on
   * the attempt.
   */
  void found(AttemptId map) {
    if (!dropped.contains(map.task().job())) {
      attempts(map).putIfAbsent(map, new AttemptState.Held());
    }
  }

  /** A map output of an earlier life is no good, though it may have been held whole so far. */
  List<Duty> foundDamaged(AttemptId map) {
    if (dropped.contains(map.task().job())) {
      return List.of();
    }
    AttemptState known = attempts(map).get(map);
    if (known != null && !(known instanceof AttemptState.Held)) {
      return List.of();
    }
    attempts(map).put(map, new AttemptState.Gone());
    return List.of(new Duty.Delete(map, Optional.empty()));
  }

  List<Duty> stop(AttemptId attempt) {
    if (dropped.contains(attempt.task().job())) {
      return List.of();
    }
    AttemptState state = attempts(attempt).putIfAbsent(attempt, new AttemptState.Gone());
    if (state instanceof AttemptState.Running running) {
      attempts(attempt).put(attempt, new AttemptState.Stopping(running.output()));
      return List.of(new Duty.Stop(attempt));
    }
    return List.of();
  }

  /** An attempt ended; what was stopped is told to nobody. */
  List<Duty> end(Outcome outcome) {
    AttemptId attempt = outcome.attempt();
    Map<AttemptId, AttemptState> attempts = jobs.get(attempt.task().job());
    AttemptState state = attempts == null ? null : attempts.get(attempt);
    if (attempts != null && state instanceof AttemptState.Running running) {
      attempts.put(attempt, new AttemptState.Unacknowledged(outcome, running.output()));
      unacknowledged.put(attempt, outcome);
    } else if (attempts != null && state instanceof AttemptState.Stopping stopping) {
      attempts.put(attempt, new AttemptState.Gone());
      return List.of(new Duty.Delete(attempt, Optional.of(stopping.output())));
    } else if (attempts == null) {
      // What the attempt wrote since its job was dropped.
      return List.of(new Duty.Drop(attempt.task().job()));
    }
    return List.of();
  }

  void keep(AttemptId attempt) {
    Map<AttemptId, AttemptState> attempts = jobs.get(attempt.task().job());
    if (attempts != null && attempts.get(attempt) instanceof AttemptState.Unacknowledged ended) {
      attempts.put(attempt, ended.isHeld() ? new AttemptState.Held() : new AttemptState.Gone());
      unacknowledged.remove(attempt);
    }
  }

  List<Duty> discard(AttemptId attempt) {
    Map<AttemptId, AttemptState> attempts = jobs.get(attempt.task().job());
    AttemptState state = attempts == null ? null : attempts.get(attempt);
    if (attempts == null || state == null) {
      return List.of();
    }
    if (state instanceof AttemptState.Running) {
      return stop(attempt);
    }
    if (state instanceof AttemptState.Unacknowledged ended) {
      unacknowledged.remove(attempt);
      attempts.put(attempt, new AttemptState.Gone());
      return List.of(new Duty.Delete(attempt, Optional.of(ended.output())));
    }
    if (state instanceof AttemptState.Held) {
      attempts.put(attempt, new AttemptState.Gone());
      return List.of(new Duty.Delete(attempt, Optional.empty()));
    }
    return List.of();
  }

  /** A map output is no longer claimed; its file stays until it is discarded or dropped. */
  void damaged(AttemptId attempt) {
    Map<AttemptId, AttemptState> attempts = jobs.get(attempt.task().job());
    if (attempts != null && attempts.get(attempt) instanceof AttemptState.Held) {
      attempts.put(attempt, new AttemptState.Gone());
    }
  }

  /** Forgets a job; what runs of it is to be stopped. */
  List<Duty> drop(JobId job) {
    Map<AttemptId, AttemptState> attempts = jobs.remove(job);
    unacknowledged.keySet().removeIf(attempt -> attempt.task().job().equals(job));
    dropped.add(job);
    if (dropped.size() > DROPPED_MAX) {
      dropped.remove(dropped.iterator().next());
    }
    List<Duty> duties = new ArrayList<>();
    if (attempts != null) {
      attempts.forEach(
          (attempt, state) -> {
            if (state instanceof AttemptState.Running) {
              duties.add(new Duty.Stop(attempt));
            }
          });
    }
    return duties;
  }

  boolean isUnacknowledged(AttemptId attempt) {
    Map<AttemptId, AttemptState> attempts = jobs.get(attempt.task().job());
    return attempts != null && attempts.get(attempt) instanceof AttemptState.Unacknowledged;
  }

  boolean hasUnacknowledged() {
    return !unacknowledged.isEmpty();
  }

  /** Those that ended first, first. */
  List<Outcome> unacknowledged() {
    return List.copyOf(unacknowledged.values());
  }

  /** In an order in which a message has room for many. */
  List<AttemptId> held() {
    List<AttemptId> held = new ArrayList<>();
    for (Map<AttemptId, AttemptState> attempts : jobs.values()) {
      attempts.forEach(
          (attempt, state) -> {
            if (state.isHeld()) {
              held.add(attempt);
            }
          });
    }
    held.sort(HELD_ORDER);
    return held;
  }

  private Map<AttemptId, AttemptState> attempts(AttemptId attempt) {
    return jobs.computeIfAbsent(attempt.task().job(), job -> new LinkedHashMap<>());
  }
}
