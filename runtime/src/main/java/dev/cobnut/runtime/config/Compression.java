package dev.cobnut.runtime.config;

/** How map outputs are compressed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** Fast, less small. */
  LZ4,
  /** Smaller, slower. */
  ZSTD
}
