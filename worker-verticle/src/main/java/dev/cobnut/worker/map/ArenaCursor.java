package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RecordCursor;

/**
 * Walks records of an arena in the order of entries, in which they lie all over the memory. So the
 * next few are read ahead together: their cache misses overlap, where otherwise each waits for what
 * is done with the record before. Confined to one thread.
 */
final class ArenaCursor implements RecordCursor {
  private static final int AHEAD = 32;

  private final RecordArena arena;
  private final ArenaRecord record;
  private long[] entries = {};
  private int at;
  private int end;
  private int ahead;

  /** Keeps what was read ahead from being left out as of no use. */
  @SuppressWarnings("UnusedVariable")
  private int read;

  ArenaCursor(RecordArena arena) {
    this.arena = arena;
    record = new ArenaRecord(arena);
  }

  /** Begins before the first of some entries of {@link RecordSort}. */
  ArenaCursor over(long[] newEntries, int begin, int newEnd) {
    entries = newEntries;
    at = begin;
    ahead = begin;
    end = newEnd;
    return this;
  }

  @Override
  public boolean next() {
    if (at == end) {
      return false;
    }
    if (at == ahead) {
      readAhead();
    }
    record.set(RecordSort.address(entries, at++));
    return true;
  }

  private void readAhead() {
    ahead = Math.min(end, at + AHEAD);
    for (int entry = at; entry < ahead; entry++) {
      long address = RecordSort.address(entries, entry);
      read += arena.segment(address)[RecordArena.index(address)];
    }
  }

  @Override
  public byte[] keys() {
    return record.bytes();
  }

  @Override
  public int keyOffset() {
    return record.keyOffset();
  }

  @Override
  public int keyLength() {
    return record.keyLength();
  }

  @Override
  public byte[] values() {
    return record.bytes();
  }

  @Override
  public int valueOffset() {
    return record.valueOffset();
  }

  @Override
  public int valueLength() {
    return record.valueLength();
  }
}
