package dev.cobnut.core.model;

import java.util.List;

/** How an attempt ended, as its worker tells it until the master has acknowledged it. */
public sealed interface Outcome {
  AttemptId attempt();

  /** It left a result. */
  record Succeeded(AttemptId attempt, AttemptMode mode, TaskResult result) implements Outcome {}

  /**
   * It was to collect bad records, and read its whole input.
   *
   * @param mode that it ran in
   * @param found bad records that its skip list didn't have, in the order of the split
   */
  record Collected(AttemptId attempt, AttemptMode mode, List<BadRecord> found) implements Outcome {
    public Collected {
      found = List.copyOf(found);
    }
  }

  /** It left nothing. */
  record Failed(AttemptId attempt, Failure failure) implements Outcome {}
}
