package dev.cobnut.core.model;

/**
 * A point in time, as two clocks tell it.
 *
 * @param monotonicMs decides; comparable within one process only
 * @param wallMs since 1970, for people
 */
public record Moment(long monotonicMs, long wallMs) {}
