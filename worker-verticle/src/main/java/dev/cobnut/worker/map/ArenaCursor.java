package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RecordCursor;

/** Walks records of an arena in the order of entries. Confined to one thread. */
final class ArenaCursor implements RecordCursor {
  private final ArenaRecord record;
  private long[] entries = {};
  private int at;
  private int end;

  ArenaCursor(RecordArena arena) {
    record = new ArenaRecord(arena);
  }

  /** Begins before the first of some entries of {@link RecordSort}. */
  ArenaCursor over(long[] newEntries, int begin, int newEnd) {
    entries = newEntries;
    at = begin;
    end = newEnd;
    return this;
  }

  @Override
  public boolean next() {
    if (at == end) {
      return false;
    }
    record.set(RecordSort.address(entries, at++));
    return true;
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
