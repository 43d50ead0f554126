package dev.cobnut.benchmarks.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Lines, written to several files of about one size, each cut at the end of a line. */
final class Parts implements AutoCloseable {
  private final IntFunction<Path> names;
  private final int files;
  private final long fileBytes;
  private int file = -1;
  private long written;
  private OutputStream out = OutputStream.nullOutputStream();

  /**
   * @param fileBytes at which a file ends with the line that it is at
   */
  Parts(IntFunction<Path> names, int files, long fileBytes) throws IOException {
    this.names = names;
    this.files = files;
    this.fileBytes = fileBytes;
    next();
  }

  /** Whether all files have their bytes. */
  boolean isFull() {
    return file == files;
  }

  /** Appends bytes that end with a line's end. */
  void line(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    written += length;
    if (written >= fileBytes) {
      next();
    }
  }

  private void next() throws IOException {
    out.close();
    file++;
    written = 0;
    out =
        isFull()
            ? OutputStream.nullOutputStream()
            : new BufferedOutputStream(Files.newOutputStream(names.apply(file)), 1 << 18);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
