package dev.cobnut.job;

/** The type of values that carry nothing; see {@link Serdes#none()}. */
public enum Nothing {
  /** The only one. */
  NOTHING
}
