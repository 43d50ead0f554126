package dev.cobnut.worker.map;

import dev.cobnut.job.InputRange;
import java.io.IOException;

/**
 * What lies behind a byte of the file of a range, as far as the longest record goes.
 *
 * @param whole reads the file
 * @param start the first byte, counted from the begin of the file
 */
record TailRange(InputRange whole, long start) implements InputRange {
  @Override
  public String file() {
    return whole.file();
  }

  @Override
  public String relativePath() {
    return whole.relativePath();
  }

  @Override
  public long end() {
    return Math.min(whole.fileBytes(), start + whole.recordBytesMax());
  }

  @Override
  public long fileBytes() {
    return whole.fileBytes();
  }

  @Override
  public int recordBytesMax() {
    return whole.recordBytesMax();
  }

  @Override
  public int read(long position, byte[] bytes, int offset, int length) throws IOException {
    return whole.read(position, bytes, offset, length);
  }
}
