package dev.cobnut.core.model;

/**
 * A worker as a reader sees it.
 *
 * @param needed whether it runs an attempt, or holds a map output that a reduce may still read;
 *     where it drains and isn't needed, stopping it costs no job anything
 */
public record WorkerView(
    WorkerInfo info, State state, int running, boolean needed, long heardAgoMs) {
  /** Whether it is given tasks. */
  public enum State {
    ACTIVE,
    DRAINING,
    /** It failed several tasks lately. */
    EXCLUDED,
    SILENT
  }
}
