package dev.cobnut.worker.map;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordReader;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;

/** The records of a slice, and their places. Confined to the attempt's thread. */
final class SliceReader<I> {
  private final FileSlice slice;
  private final RecordReader<I> reader;
  private boolean begun;

  SliceReader(FileSlice slice, InputFormat<I> format, InputRange range)
      throws IOException, TaskFailedException {
    this.slice = slice;
    try {
      reader = format.open(range);
    } catch (RuntimeException | Error thrown) {
      throw failed(slice.start(), thrown);
    }
  }

  boolean next() throws IOException, TaskFailedException {
    try {
      boolean has = reader.next();
      begun |= has;
      return has;
    } catch (RuntimeException | Error thrown) {
      throw failed(begun ? reader.position() : slice.start(), thrown);
    }
  }

  I record() {
    return reader.record();
  }

  /** Where the current record begins. */
  RecordPlace place() {
    return new RecordPlace(slice.file(), slice.relativePath(), reader.position());
  }

  /** Bytes of the slice before the current record. */
  long doneBytes() {
    return Math.max(0, Math.min(reader.position() - slice.start(), slice.bytes()));
  }

  private TaskFailedException failed(long offset, Throwable thrown) {
    return Failures.inUserCode(
        "read",
        new RecordPlace(slice.file(), slice.relativePath(), offset),
        thrown,
        SliceReader.class);
  }
}
