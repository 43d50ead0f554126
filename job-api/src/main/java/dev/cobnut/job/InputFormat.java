package dev.cobnut.job;

import java.io.IOException;

/**
 * Reads records out of files. A record belongs to the range in which its first byte lies, wherever
 * it ends: so each record of a file is read exactly once, however the file is cut.
 *
 * @param <I> the record
 */
public interface InputFormat<I> {
  /** Opens a range for reading, from the first record that begins in it to the last. */
  RecordReader<I> open(InputRange range) throws IOException;
}
