package dev.cobnut.core.sim;

import java.util.PriorityQueue;

/**
 * Virtual time: what is to happen when; what is to happen at once happens in the order it was put.
 */
final class Agenda {
  private record Entry(long atMs, long sequence, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMs;
  private long sequence;

  long nowMs() {
    return nowMs;
  }

  void in(long delayMs, Runnable action) {
    entries.add(new Entry(nowMs + delayMs, sequence++, action));
  }

  void at(long atMs, Runnable action) {
    in(Math.max(0, atMs - nowMs), action);
  }

  /** Does the next thing; false where there is nothing to do before that time. */
  boolean step(long beforeMs) {
    Entry next = entries.peek();
    if (next == null || next.atMs() >= beforeMs) {
      return false;
    }
    entries.remove();
    nowMs = next.atMs();
    next.action().run();
    return true;
  }
}
