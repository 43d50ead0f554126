package dev.cobnut.job.io;

import dev.cobnut.job.InputFormat;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.RecordTooLongException;
import dev.cobnut.job.Utf8;
import java.io.EOFException;
import java.io.IOException;

/** Reads records that are all of one length, the first at the begin of the file. */
public final class FixedLengthInput {
  private FixedLengthInput() {}

  /**
   * Records of a number of bytes, as a view of the reader's buffer: one object, moved from record
   * to record. Opening a file whose length is no multiple of that number throws an {@link
   * IOException} that names both.
   *
   * @param recordBytes 1 or more
   */
  public static InputFormat<Utf8> records(int recordBytes) {
    if (recordBytes < 1) {
      throw new IllegalArgumentException("record bytes: " + recordBytes + " (expected: 1 or more)");
    }
    return range -> {
      if (range.fileBytes() % recordBytes != 0) {
        throw new IOException(
            range.file()
                + ": "
                + range.fileBytes()
                + " bytes (expected: a multiple of "
                + recordBytes
                + ")");
      }
      return new Reader(range, recordBytes);
    };
  }

  private static final class Reader implements RecordReader<Utf8> {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final InputRange range;
    private final int recordBytes;
    private final Utf8 view = new Utf8();

    private byte[] buffer = {};

    /** Where the bytes after the filled part of the buffer lie in the file. */
    private long fillPosition;

    private int limit;

    /** The index of the next record in the buffer. */
    private int at;

    Reader(InputRange range, int recordBytes) {
      this.range = range;
      this.recordBytes = recordBytes;
      fillPosition = roundUp(range.start());
    }

    @Override
    public boolean next() throws IOException {
      if (at == limit && !fill()) {
        return false;
      }
      view.set(buffer, at, recordBytes);
      at += recordBytes;
      return true;
    }

    @Override
    public Utf8 record() {
      return view;
    }

    @Override
    public long position() {
      return end() - recordBytes;
    }

    @Override
    public long end() {
      return fillPosition - limit + at;
    }

    private boolean fill() throws IOException {
      long rest = roundUp(range.end()) - fillPosition;
      if (rest <= 0) {
        return false;
      }
      if (recordBytes > range.recordBytesMax()) {
        throw new RecordTooLongException(range.file(), fillPosition, range.recordBytesMax());
      }
      if (buffer.length == 0) {
        long records = Math.max(1, Math.min(rest, BUFFER_BYTES) / recordBytes);
        buffer = new byte[(int) records * recordBytes];
      }
      int wanted = (int) Math.min(rest, buffer.length);
      for (int filled = 0; filled < wanted; ) {
        int count = range.read(fillPosition + filled, buffer, filled, wanted - filled);
        if (count < 0) {
          throw new EOFException(
              range.file()
                  + ": ends at byte "
                  + (fillPosition + filled)
                  + " (expected: "
                  + range.fileBytes()
                  + ")");
        }
        filled += count;
      }
      fillPosition += wanted;
      limit = wanted;
      at = 0;
      return true;
    }

    private long roundUp(long position) {
      return (position + recordBytes - 1) / recordBytes * recordBytes;
    }
  }
}
