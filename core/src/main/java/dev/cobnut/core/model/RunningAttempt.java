package dev.cobnut.core.model;

/**
 * An attempt that a worker runs now.
 *
 * @param doneBytes of its input
 * @param totalBytes of its input; 0 where not known yet
 */
public record RunningAttempt(AttemptId attempt, long doneBytes, long totalBytes) {}
