package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.OutputFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pairs of one part. A failure to write is kept until {@link #check()}, so that it
 * doesn't pass for one of the reduce function, through which it would go. Confined to one thread.
 */
final class PartWriter<K, V> implements Emitter<K, V>, Closeable {
  private static final int FLUSH_BYTES = 64 * 1024;

  private final OutputFormat<K, V> format;
  private final OutputStream stream;
  private final ByteOutput buffer = new ByteOutput(2 * FLUSH_BYTES);
  private @Nullable IOException failure;
  private long pairs;
  private long bytes;

  PartWriter(OutputFormat<K, V> format, OutputStream stream) {
    this.format = format;
    this.stream = stream;
    format.begin(buffer);
  }

  @Override
  public void emit(K key, V value) {
    format.write(key, value, buffer);
    pairs++;
    if (buffer.length() >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Throws where the pairs so far couldn't be written. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  void end() throws IOException {
    format.end(buffer);
    flush();
    check();
  }

  long pairs() {
    return pairs;
  }

  long bytes() {
    return bytes;
  }

  private void flush() {
    if (failure == null) {
      try {
        stream.write(buffer.array(), 0, buffer.length());
        bytes += buffer.length();
      } catch (IOException problem) {
        failure = problem;
      }
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
