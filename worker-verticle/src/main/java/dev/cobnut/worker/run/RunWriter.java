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
import org.jspecify.annotations.Nullable;

/**
 * Writes a run from its first byte to its last. The regions are begun in ascending order; those
 * that are left out are empty. With a codec, what the buffer holds becomes frames. Nothing stands
 * under the run's name before {@link #finish()}. Confined to one thread.
 */
public final class RunWriter implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final LongConsumer written;
  private final byte[] buffer;
  private final ByteBuffer index;
  private final Codec codec;
  private final @Nullable FramePacker packer;
  private final CRC32C crc = new CRC32C();

  private int at;

  /** The index in the buffer from which on the region's CRC isn't counted yet. */
  private int unchecked;

  /** Where the begin of the buffer, or of the packer, lies in the file. */
  private long flushed;

  /** Bytes of the region's records that the packer has taken. */
  private long packed;

  private int region = -1;
  private long regionOffset;
  private long records;
  private int keyBytesMax;
  private boolean whole;

  /** Set while writing; stays set where that fails. */
  private boolean broken;

  private RunWriter(Path file, FileChannel channel, Form form, LongConsumer written) {
    this.file = file;
    this.channel = channel;
    this.written = written;
    this.codec = form.codec();
    int bufferBytes = Math.max(form.bufferBytes(), RunFormat.HEADER_BYTES_MAX);
    buffer = new byte[bufferBytes];
    packer = codec == Codec.NONE ? null : new FramePacker(codec, bufferBytes);
    index = ByteBuffer.allocate(form.regions() * RunFormat.ENTRY_BYTES + RunFormat.FOOTER_BYTES);
  }

  /**
   * What a run is to be like.
   *
   * @param regions how many it has: R
   * @param bufferBytes how much is written at once
   * @param codec what its records are compressed with
   */
  public record Form(int regions, int bufferBytes, Codec codec) {}

  /**
   * Begins a run that isn't compressed.
   *
   * @param regions how many it has: R
   * @param bufferBytes how much is written at once
   */
  public static RunWriter create(Path file, int regions, int bufferBytes) throws IOException {
    return create(file, new Form(regions, bufferBytes, Codec.NONE), bytes -> {});
  }

  /**
   * Begins a run.
   *
   * @param written told of bytes that went to the file
   */
  public static RunWriter create(Path file, Form form, LongConsumer written) throws IOException {
    FileChannel channel =
        FileChannel.open(
            RunFormat.temporary(file),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new RunWriter(file, channel, form, written);
  }

  /** Ends the region before and begins the next; regions in between are empty. */
  public void region(int number) throws IOException {
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
    flush();
    writeFrames();
    long indexOffset = flushed;
    index.putLong(indexOffset).putInt(regions()).putInt(RunFormat.VERSION).putInt(codec.number());
    CRC32C indexCrc = new CRC32C();
    indexCrc.update(index.array(), 0, index.position());
    index.putInt((int) indexCrc.getValue()).putLong(RunFormat.MAGIC);
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

  private void endRegionsBefore(int next) throws IOException {
    for (; region < next; region++) {
      if (region >= 0) {
        endRegion();
      }
      crc.reset();
      unchecked = at;
      regionOffset = position();
      records = 0;
      keyBytesMax = 0;
      packed = 0;
    }
  }

  private void endRegion() throws IOException {
    if (packer != null) {
      flush();
    }
    check();
    long bytes = position() - regionOffset;
    index.putLong(regionOffset).putLong(bytes).putLong(records);
    index.putInt((int) crc.getValue()).putInt(keyBytesMax);
    index.putLong(packer == null ? bytes : packed);
  }

  /** Where the next byte goes in the file. */
  private long position() {
    return flushed + (packer == null ? at : packer.bytes());
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
    if (packer == null) {
      check();
      writeCounted(ByteBuffer.wrap(buffer, 0, at));
    } else {
      pack(packer);
    }
    at = 0;
    unchecked = 0;
  }

  private void pack(FramePacker into) throws IOException {
    for (int from = 0; from < at; from += RunFormat.FRAME_BYTES_MAX) {
      if (!into.hasRoom()) {
        writeFrames();
      }
      into.pack(buffer, from, Math.min(RunFormat.FRAME_BYTES_MAX, at - from), crc);
    }
    packed += at;
    unchecked = at;
  }

  private void writeFrames() throws IOException {
    if (packer != null) {
      writeCounted(packer.take());
    }
  }

  private void writeCounted(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    writeFully(bytes);
    written.accept(count);
    flushed += count;
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
