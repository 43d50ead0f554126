package dev.cobnut.worker.reduce;

import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.task.TaskControl;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records that go by, tells how far it has come, and keeps the first failure to read,
 * which a reduce function may catch but not undo. Confined to the attempt's thread.
 */
final class WatchedCursor implements RecordCursor {
  private static final int RECORDS_BETWEEN_REPORTS = 4096;

  private final RecordCursor records;
  private final TaskControl control;
  private final long totalBytes;
  private @Nullable IOException failure;
  private long count;
  private long doneBytes;

  WatchedCursor(RecordCursor records, long totalBytes, TaskControl control) {
    this.records = records;
    this.totalBytes = totalBytes;
    this.control = control;
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
      doneBytes += records.keyLength() + records.valueLength();
      if (++count % RECORDS_BETWEEN_REPORTS == 0) {
        control.progress(doneBytes, totalBytes);
      }
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
