package dev.cobnut.worker.run;

import dev.cobnut.runtime.crash.CrashPoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Writes a run from its first byte to its last. The regions are begun in ascending order; those
 * that are left out are empty. Nothing stands under the run's name before {@link #finish()}.
 * Confined to one thread.
 */
public final class RunWriter implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final LongConsumer written;
  private final byte[] buffer;
  private final ByteBuffer index;
  private final CRC32C crc = new CRC32C();

  private int at;

  /** The index in the buffer from which on the region's CRC isn't counted yet. */
  private int unchecked;

  /** Where the begin of the buffer lies in the file. */
  private long flushed;

  private int region = -1;
  private long regionOffset;
  private long records;
  private int keyBytesMax;
  private boolean whole;

  /** Set while writing; stays set where that fails. */
  private boolean broken;

  private RunWriter(
      Path file, FileChannel channel, int regions, int bufferBytes, LongConsumer written) {
    this.file = file;
    this.channel = channel;
    this.written = written;
    buffer = new byte[bufferBytes];
    index = ByteBuffer.allocate(regions * RunFormat.ENTRY_BYTES + RunFormat.FOOTER_BYTES);
  }

  /**
   * Begins a run.
   *
   * @param regions how many it has: R
   * @param bufferBytes how much is written at once
   */
  public static RunWriter create(Path file, int regions, int bufferBytes) throws IOException {
    return create(file, regions, bufferBytes, bytes -> {});
  }

  /**
   * Begins a run.
   *
   * @param written told of bytes that went to the file
   */
  public static RunWriter create(Path file, int regions, int bufferBytes, LongConsumer written)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            RunFormat.temporary(file),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new RunWriter(
        file, channel, regions, Math.max(bufferBytes, RunFormat.HEADER_BYTES_MAX), written);
  }

  /** Ends the region before and begins the next; regions in between are empty. */
  public void region(int number) {
    if (number <= region || number >= regions()) {
      throw new IllegalArgumentException(
          "region: " + number + " (expected: " + (region + 1) + ".." + (regions() - 1) + ")");
    }
    endRegionsBefore(number);
  }

  /** Appends a record to the region. */
  public void write(RecordCursor record) throws IOException {
    write(
        record.keys(),
        record.keyOffset(),
        record.keyLength(),
        record.values(),
        record.valueOffset(),
        record.valueLength());
  }

  /** Appends a record to the region. */
  public void write(
      byte[] keys, int keyOffset, int keyLength, byte[] values, int valueOffset, int valueLength)
      throws IOException {
    if (buffer.length - at < RunFormat.HEADER_BYTES_MAX) {
      flush();
    }
    at = RunFormat.putVarInt(buffer, at, keyLength);
    at = RunFormat.putVarInt(buffer, at, valueLength);
    append(keys, keyOffset, keyLength);
    append(values, valueOffset, valueLength);
    count(keyLength);
  }

  /**
   * Appends a record that is encoded already, header and all.
   *
   * @param length of the whole record, bytes
   * @param keyLength of its key, bytes
   */
  public void writeEncoded(byte[] bytes, int offset, int length, int keyLength) throws IOException {
    append(bytes, offset, length);
    count(keyLength);
  }

  /** Writes index and footer, and gives the run its name. Returns the bytes of the file. */
  public long finish() throws IOException {
    endRegionsBefore(regions());
    long indexOffset = flushed + at;
    index.putLong(indexOffset).putInt(regions()).putInt(RunFormat.VERSION);
    CRC32C indexCrc = new CRC32C();
    indexCrc.update(index.array(), 0, index.position());
    index.putInt((int) indexCrc.getValue()).putLong(RunFormat.MAGIC);
    flush();
    index.flip();
    writeFully(index);
    channel.close();
    CrashPoint.MAP_BEFORE_NAME.reach();
    Files.move(RunFormat.temporary(file), file, StandardCopyOption.ATOMIC_MOVE);
    whole = true;
    return indexOffset + index.capacity();
  }

  /** Releases the file; deletes what was written unless the run is whole. */
  @Override
  public void close() throws IOException {
    if (whole) {
      return;
    }
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(RunFormat.temporary(file));
    }
  }

  private int regions() {
    return index.capacity() / RunFormat.ENTRY_BYTES;
  }

  private void count(int keyLength) {
    records++;
    if (keyLength > keyBytesMax) {
      keyBytesMax = keyLength;
    }
  }

  private void endRegionsBefore(int next) {
    for (; region < next; region++) {
      if (region >= 0) {
        check();
        long bytes = flushed + at - regionOffset;
        index.putLong(regionOffset).putLong(bytes).putLong(records);
        index.putInt((int) crc.getValue()).putInt(keyBytesMax);
      }
      crc.reset();
      unchecked = at;
      regionOffset = flushed + at;
      records = 0;
      keyBytesMax = 0;
    }
  }

  private void append(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - at) {
      appendLong(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, buffer, at, length);
    at += length;
  }

  private void appendLong(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int rest = length;
    while (rest > 0) {
      if (at == buffer.length) {
        flush();
      }
      int count = Math.min(rest, buffer.length - at);
      System.arraycopy(bytes, from, buffer, at, count);
      at += count;
      from += count;
      rest -= count;
    }
  }

  private void check() {
    crc.update(buffer, unchecked, at - unchecked);
    unchecked = at;
  }

  private void flush() throws IOException {
    check();
    writeFully(ByteBuffer.wrap(buffer, 0, at));
    written.accept(at);
    flushed += at;
    at = 0;
    unchecked = 0;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    if (broken) {
      throw new IOException(file + ": a write failed before (expected: none)");
    }
    broken = true;
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    broken = false;
  }
}
