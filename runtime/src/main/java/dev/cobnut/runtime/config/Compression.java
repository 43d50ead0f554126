package dev.cobnut.runtime.config;

/** How map outputs are compressed. */
public enum Compression {
  /** With what pays: not at all where all nodes are on one host, else with {@link #LZ4}. */
  AUTO,
  /** Not at all. */
  NONE,
  /** Fast, less small. */
  LZ4,
  /** Smaller, slower. */
  ZSTD
}
