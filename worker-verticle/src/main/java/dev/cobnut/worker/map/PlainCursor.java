package dev.cobnut.worker.map;

/** Walks records of an arena, one for each entry. Confined to one thread. */
final class PlainCursor implements EntryCursor {
  private final ArenaRecord record;
  private long[] entries = {};
  private int at;
  private int end;

  PlainCursor(RecordArena arena) {
    record = new ArenaRecord(arena);
  }

  @Override
  public PlainCursor over(long[] newEntries, int begin, int newEnd) {
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
