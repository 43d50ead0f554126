package dev.cobnut.app.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Takes what a part should hold, and compares it with a file, byte by byte. */
final class PartComparison extends OutputStream {
  private final InputStream found;
  private byte[] window = new byte[8192];
  private long compared;
  private long differsAt = -1;
  private boolean closed;
  private long more;

  PartComparison(Path file) throws IOException {
    this.found = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (differsAt >= 0) {
      return;
    }
    if (window.length < length) {
      window = new byte[length];
    }
    int read = found.readNBytes(window, 0, length);
    int mismatch = Arrays.mismatch(window, 0, read, bytes, offset, offset + length);
    if (mismatch >= 0) {
      differsAt = compared + mismatch;
    }
    compared += length;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    more = differsAt < 0 ? found.skip(Long.MAX_VALUE) : 0;
    found.close();
  }

  /** Bytes that the part should hold, as far as they were compared. */
  long bytes() {
    return compared;
  }

  /** The offset of the first byte that differs, once it is closed; empty where none does. */
  Optional<Long> firstDifference() {
    if (differsAt >= 0) {
      return Optional.of(differsAt);
    }
    return more > 0 ? Optional.of(compared) : Optional.empty();
  }
}
