package dev.cobnut.worker.reduce;

import dev.cobnut.worker.run.RecordCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records that go by, and keeps the first failure to read, which a reduce function may
 * catch but not undo. Confined to the attempt's thread.
 */
final class WatchedCursor implements RecordCursor {
  private final RecordCursor records;
  private @Nullable IOException failure;
  private long count;

  WatchedCursor(RecordCursor records) {
    this.records = records;
  }

  long count() {
    return count;
  }

  /** Why it can't be read on. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public boolean next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    boolean isThere;
    try {
      isThere = records.next();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    if (isThere) {
      count++;
    }
    return isThere;
  }

  @Override
  public byte[] values() throws IOException {
    try {
      return records.values();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public byte[] keys() {
    return records.keys();
  }

  @Override
  public int keyOffset() {
    return records.keyOffset();
  }

  @Override
  public int keyLength() {
    return records.keyLength();
  }

  @Override
  public int valueOffset() {
    return records.valueOffset();
  }

  @Override
  public int valueLength() {
    return records.valueLength();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
