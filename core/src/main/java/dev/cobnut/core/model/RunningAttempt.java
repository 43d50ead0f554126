package dev.cobnut.core.model;

/**
 * An attempt that a worker runs now.
 *
 * @param fetching whether it is a reduce that gathers its input, and neither holds a slot nor waits
 *     for one
 * @param doneBytes of its input
 * @param totalBytes of its input; 0 where not known yet
 */
public record RunningAttempt(
    AttemptId attempt, AttemptMode mode, boolean fetching, long doneBytes, long totalBytes) {}
