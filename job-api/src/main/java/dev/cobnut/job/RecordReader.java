package dev.cobnut.job;

import java.io.IOException;

/** Walks the records of a range once. Confined to the thread of the task. */
public interface RecordReader<I> {
  /**
   * Goes to the next record.
   *
   * @return whether there is one
   * @throws RecordTooLongException where it is longer than {@link InputRange#recordBytesMax()}
   */
  boolean next() throws IOException;

  /**
   * The current record; valid until the next call of {@link #next()}, and may be the same object
   * each time.
   */
  I record();

  /** Where the current record begins, counted from the begin of the file, bytes. */
  long position();

  /**
   * Where the current record ends: the byte after its last one and after what ends it, counted from
   * the begin of the file; negative, as by default, where that isn't known. Then it is taken to end
   * where the next one begins.
   */
  default long end() {
    return -1;
  }
}
