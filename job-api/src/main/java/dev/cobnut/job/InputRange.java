package dev.cobnut.job;

import java.io.IOException;

/**
 * A range of bytes of an input file, given by the engine to an {@link InputFormat}. Ranges are cut
 * without regard to records. Confined to the thread of the task.
 */
public interface InputRange {
  /** The file, as a path or URI that opens it. */
  String file();

  /** The file's path below the input that named it; see {@link RecordPlace#relativePath()}. */
  String relativePath();

  /** The first byte of the range, counted from the begin of the file. */
  long start();

  /** The byte after the last of the range; at most {@link #fileBytes()}. */
  long end();

  /** The length of the whole file, bytes. */
  long fileBytes();

  /** The longest record that may be read, bytes; see {@link RecordTooLongException}. */
  int recordBytesMax();

  /**
   * Reads bytes of the file, within the range or outside it.
   *
   * @param position in the file, 0 or more
   * @return how many were read, at least 1 where {@code length} is; -1 at the end of the file
   */
  int read(long position, byte[] bytes, int offset, int length) throws IOException;
}
