package dev.cobnut.job;

/**
 * A {@link Serde} whose encodings, compared as unsigned bytes, stand in the order of the keys, and
 * are equal exactly where the keys are. So sorting, merging, grouping and partitioning never
 * decode.
 */
public interface KeySerde<T> extends Serde<T> {}
