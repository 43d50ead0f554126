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
  private final InputFormat<I> format;
  private final InputRange range;
  private final RecordReader<I> reader;
  private boolean begun;

  SliceReader(FileSlice slice, InputFormat<I> format, InputRange range)
      throws IOException, TaskFailedException {
    this.slice = slice;
    this.format = format;
    this.range = range;
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

  /** Where the current record begins in the file, bytes. */
  long offset() {
    return reader.position();
  }

  /** Where the current record begins. */
  RecordPlace place() {
    return new RecordPlace(slice.file(), slice.relativePath(), reader.position());
  }

  /**
   * Bytes of the file that the current record takes up. Where its reader doesn't know, to where the
   * next record begins, which may lie behind the slice: that is looked for from behind the record's
   * first byte on, since each record is found wherever a file is cut, and as far as a record goes.
   */
  long recordBytes() {
    long begin = reader.position();
    if (reader.end() > begin) {
      return reader.end() - begin;
    }
    if (begin + 1 >= range.fileBytes()) {
      return range.fileBytes() - begin;
    }
    try {
      TailRange tail = new TailRange(range, begin + 1);
      RecordReader<I> behind = format.open(tail);
      return (behind.next() ? behind.position() : tail.end()) - begin;
    } catch (IOException
        | RuntimeException
        | StackOverflowError
        | LinkageError
        | AssertionError unreadable) {
      // The record behind it is told of by whoever has to read that.
      return slice.end() - begin;
    }
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
