package dev.cobnut.worker.map;

/** The bytes that the buffers of one attempt may take up. Confined to the attempt's thread. */
final class MemoryBudget {
  private long left;

  MemoryBudget(long bytes) {
    left = bytes;
  }

  /** Takes bytes, all or none; returns whether they were there. */
  boolean reserve(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  /** Gives bytes back. */
  void release(long bytes) {
    left += bytes;
  }

  /** Bytes that are there. */
  long left() {
    return left;
  }
}
