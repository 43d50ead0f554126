package dev.cobnut.job;

/** Two values that travel together; see {@link Serdes#pair} and {@link Serdes#tuple}. */
public record Pair<A, B>(A first, B second) {}
