package dev.cobnut.core.model;

/** How an attempt ended, as its worker tells it until the master has acknowledged it. */
public sealed interface Outcome {
  AttemptId attempt();

  /** It left a result. */
  record Succeeded(AttemptId attempt, TaskResult result) implements Outcome {}

  /** It left nothing. */
  record Failed(AttemptId attempt, Failure failure) implements Outcome {}
}
