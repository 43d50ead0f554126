package dev.cobnut.worker.reduce;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.runtime.storage.PreparedFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Formats what reduce emits and writes it to the attempt's file. A failure to write is kept, so
 * that it doesn't pass for one of the reduce function, through which it goes. Confined to the
 * attempt's thread.
 */
final class PartWriter<K, V> implements Emitter<K, V> {
  private static final int FLUSH_BYTES = 256 << 10;

  private final OutputFormat<K, V> format;
  private final PreparedFile file;
  private final int recordBytesMax;
  private ByteOutput buffer = new ByteOutput(FLUSH_BYTES + (FLUSH_BYTES >> 2));
  private @Nullable Exception failure;
  private long records;

  PartWriter(OutputFormat<K, V> format, PreparedFile file, int recordBytesMax) {
    this.format = format;
    this.file = file;
    this.recordBytesMax = recordBytesMax;
  }

  /** Thrown through the reduce function; {@link #failure()} says why. */
  private static final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotWrittenException(Exception cause) {
      super(cause);
    }
  }

  void begin() {
    format.begin(buffer);
  }

  @Override
  public void emit(K key, V value) {
    if (failure != null) {
      throw new NotWrittenException(failure);
    }
    int before = buffer.length();
    format.write(key, value, buffer);
    records++;
    int bytes = buffer.length() - before;
    if (bytes > recordBytesMax) {
      throw failed(
          new RecordOutTooLongException(
              "a record of "
                  + bytes
                  + " bytes written (expected: at most record.limit, "
                  + recordBytesMax
                  + " bytes)"));
    }
    if (buffer.length() >= FLUSH_BYTES) {
      try {
        flush();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private NotWrittenException failed(Exception e) {
    failure = e;
    return new NotWrittenException(e);
  }

  /** Why not all was written. */
  @Nullable Exception failure() {
    return failure;
  }

  void end() {
    format.end(buffer);
  }

  /** Writes what is left. */
  void flush() throws IOException {
    file.write(buffer.array(), 0, buffer.length());
    if (buffer.array().length > 4 * FLUSH_BYTES) {
      // One long record made it grow; the others don't need that.
      buffer = new ByteOutput(FLUSH_BYTES + (FLUSH_BYTES >> 2));
    }
    buffer.clear();
  }

  long records() {
    return records;
  }
}
