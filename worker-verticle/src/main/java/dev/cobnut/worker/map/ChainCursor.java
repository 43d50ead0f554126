package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;

/**
 * Walks chains of a {@link CombiningTable}: a record for each value, with the key of its chain. The
 * first records of sorted chains lie all over the memory, so some are read ahead at once: their
 * cache misses overlap, where otherwise each waits for what is done with the chain before. Confined
 * to one thread.
 */
final class ChainCursor implements EntryCursor {
  private static final int AHEAD = 32;

  /** What a record of a chain has before its value: the address of the next one, or 0. */
  static final int LINK_BYTES = Long.BYTES;

  private final RecordArena arena;
  private final ArenaRecord first;
  private final ArenaRecord other;
  private ArenaRecord current;
  private long[] entries = {};
  private int at;
  private int end;
  private int ahead;

  /** Keeps what was read ahead from being left out as of no use. */
  @SuppressWarnings("UnusedVariable")
  private int read;

  /** The next chain where that was told by its address; else 0. */
  private long chain;

  /** The next record of this chain; 0 where there is none. */
  private long next;

  ChainCursor(RecordArena arena) {
    this.arena = arena;
    first = new ArenaRecord(arena);
    other = new ArenaRecord(arena);
    current = first;
  }

  @Override
  public ChainCursor over(long[] newEntries, int begin, int newEnd) {
    entries = newEntries;
    at = begin;
    ahead = begin;
    end = newEnd;
    chain = 0;
    next = 0;
    return this;
  }

  /** Begins before the first value of one chain. */
  ChainCursor over(long address) {
    over(entries, 0, 0);
    chain = address;
    return this;
  }

  @Override
  public boolean next() {
    if (next != 0) {
      current = other.set(next);
    } else if (chain != 0) {
      current = first.set(chain);
      chain = 0;
    } else if (at < end) {
      if (at == ahead) {
        readAhead();
      }
      current = first.set(RecordSort.address(entries, at++));
    } else {
      return false;
    }
    next = Int64Serde.read(current.bytes(), current.valueOffset());
    return true;
  }

  private void readAhead() {
    ahead = Math.min(end, at + AHEAD);
    for (int entry = at; entry < ahead; entry++) {
      long address = RecordSort.address(entries, entry);
      read += arena.segment(address)[RecordArena.index(address)];
    }
  }

  /** Each chain has a key of its own. */
  @Override
  public boolean isAlone() {
    return current == first && next == 0;
  }

  @Override
  public byte[] keys() {
    return first.bytes();
  }

  @Override
  public int keyOffset() {
    return first.keyOffset();
  }

  @Override
  public int keyLength() {
    return first.keyLength();
  }

  @Override
  public byte[] values() {
    return current.bytes();
  }

  @Override
  public int valueOffset() {
    return current.valueOffset() + LINK_BYTES;
  }

  @Override
  public int valueLength() {
    return current.valueLength() - LINK_BYTES;
  }
}
