package dev.cobnut.core.model;

/**
 * An attempt that a worker runs now, or is to run.
 *
 * @param doneBytes of what the phase reads
 * @param totalBytes of what the phase reads; 0 where not known yet
 */
public record RunningAttempt(
    AttemptId attempt, AttemptMode mode, Phase phase, long doneBytes, long totalBytes) {
  /** How far it has come. */
  public enum Phase {
    /** A reduce gathers map outputs; it neither holds a slot nor waits for one. */
    FETCHING,
    /** It waits for a slot of its worker. */
    WAITING,
    /** It holds a slot. */
    RUNNING
  }
}
