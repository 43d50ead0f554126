package dev.cobnut.core.scheduler;

/** What an attempt takes up at its worker. */
enum Place {
  /** A slot, or a place in the worker's queue for one. */
  SLOT,
  /** A place for fetching, with all maps completed: it soon wants a slot, which is kept for it. */
  FETCH,
  /** A place for fetching, while maps run; it gives way to a reduce that could run. */
  EARLY,
  /** A place behind the slots, for a short map that begins when its worker has a slot free. */
  AHEAD;

  /** Whether the job has a slot's worth of the worker. */
  boolean isCommitted() {
    return this == SLOT || this == FETCH;
  }

  boolean isFetching() {
    return this == FETCH || this == EARLY;
  }
}
