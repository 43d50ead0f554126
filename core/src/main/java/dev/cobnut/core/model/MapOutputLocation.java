package dev.cobnut.core.model;

/**
 * Where a completed map's output lies.
 *
 * @param attempt whose output it is
 * @param worker that holds it
 * @param host of the worker
 * @param port of the worker's shuffle server; 0 where it serves none
 */
public record MapOutputLocation(AttemptId attempt, WorkerId worker, String host, int port) {}
