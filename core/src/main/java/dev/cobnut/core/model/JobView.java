package dev.cobnut.core.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as a reader sees it. Times are wall clock ms.
 *
 * @param stage the current stage, counted from 0
 * @param stages how many there are; 0 until planned
 * @param counters of the attempts that won
 */
public record JobView(
    JobId id,
    JobSpec spec,
    JobState state,
    int stage,
    int stages,
    TaskCounts maps,
    TaskCounts reduces,
    Map<String, Long> counters,
    Times times,
    Optional<Failure> failure) {

  public JobView {
    counters = java.util.Collections.unmodifiableMap(new TreeMap<>(counters));
  }

  /** How many tasks of a kind are in which state, over all stages that are planned. */
  public record TaskCounts(int total, int completed, int running, int failed) {}

  /** When what happened, wall clock ms. */
  public record Times(long submittedMs, Optional<Long> startedMs, Optional<Long> endedMs) {}
}
