package dev.cobnut.core.model;

/** A worker as a reader sees it. */
public record WorkerView(WorkerInfo info, State state, int running, long heardAgoMs) {
  /** Whether it is given tasks. */
  public enum State {
    ACTIVE,
    DRAINING,
    /** It failed several tasks lately. */
    EXCLUDED,
    SILENT
  }
}
