package dev.cobnut.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tries whether the worker's folder can be written, forced, read and emptied. Blocks; safe for use
 * by any thread.
 */
final class DiskProbe {
  /** A disk with less left is as good as full. */
  private static final int BYTES = 1 << 20;

  private final Path file;

  DiskProbe(Path folder) {
    this.file = folder.resolve("probe");
  }

  /**
   * Tries.
   *
   * @throws IOException that says what doesn't work
   */
  synchronized void run() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    while (bytes.remaining() >= Long.BYTES) {
      bytes.putLong(bytes.position());
    }
    bytes.flip();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      requireSame(channel, bytes.flip());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void requireSame(FileChannel channel, ByteBuffer written) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(BYTES);
    int count = 0;
    while (read.hasRemaining() && count >= 0) {
      count = channel.read(read, read.position());
    }
    if (!read.flip().equals(written)) {
      throw new IOException(file + ": other bytes (expected: those just written)");
    }
  }
}
