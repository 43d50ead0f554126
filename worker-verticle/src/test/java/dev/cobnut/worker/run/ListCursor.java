package dev.cobnut.worker.run;

import java.util.List;

/** Walks records of a list, each in the same arrays, so that a view that is kept too long shows. */
final class ListCursor implements RecordCursor {
  private final List<TestRecord> records;
  private final byte[] bytes = new byte[1 << 16];
  private int at = -1;
  private int keyLength;
  private int valueLength;
  private boolean closed;
  private boolean keysDiffer;

  ListCursor(List<TestRecord> records) {
    this.records = records;
  }

  /** Has it say that each record is the only one of its key. */
  ListCursor ofKeysThatDiffer() {
    keysDiffer = true;
    return this;
  }

  @Override
  public boolean isAlone() {
    return keysDiffer;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public boolean next() {
    if (++at >= records.size()) {
      return false;
    }
    byte[] key = records.get(at).keyBytes();
    byte[] value = records.get(at).valueBytes();
    keyLength = key.length;
    valueLength = value.length;
    System.arraycopy(key, 0, bytes, keyOffset(), keyLength);
    System.arraycopy(value, 0, bytes, valueOffset(), valueLength);
    return true;
  }

  @Override
  public byte[] keys() {
    return bytes;
  }

  @Override
  public int keyOffset() {
    return 3;
  }

  @Override
  public int keyLength() {
    return keyLength;
  }

  @Override
  public byte[] values() {
    return bytes;
  }

  @Override
  public int valueOffset() {
    return 3 + keyLength;
  }

  @Override
  public int valueLength() {
    return valueLength;
  }

  @Override
  public void close() {
    closed = true;
  }
}
