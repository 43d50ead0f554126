package dev.cobnut.worker.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of a region through a buffer, which grows only for a key that is longer. A
 * value that doesn't fit is read when it is asked for, so that of many readers in a merge only one
 * holds a long value. Length, number of records and CRC are checked at the end. Confined to one
 * thread.
 */
public final class RegionReader implements RecordCursor {
  private static final int BUFFER_BYTES_MIN = 64;
  private static final byte[] NO_BYTES = {};

  private final Region region;
  private final RegionBytes bytes;
  private final int bufferBytes;

  private byte[] buffer;

  /** The index of the first byte that isn't part of a record passed or held. */
  private int at;

  private int limit;

  private long records;
  private int keyOffset;
  private int keyLength;
  private int valueLength;

  /** Index of the value in the buffer; -1 where it isn't there as a whole. */
  private int valueOffset;

  private byte @Nullable [] longValue;
  private boolean ended;

  /** Set while reading; stays set where that fails, so that nobody reads on behind the failure. */
  private boolean broken;

  private RegionReader(Region region, RegionBytes bytes, int bufferBytes) {
    this.region = region;
    this.bytes = bytes;
    this.bufferBytes =
        (int) Math.max(BUFFER_BYTES_MIN, Math.min(bufferBytes, region.recordBytes()));
    buffer = new byte[this.bufferBytes];
  }

  /** Opens the region's file; closing the reader closes it. */
  public static RegionReader open(Region region, int bufferBytes) throws IOException {
    FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ);
    return new RegionReader(region, RegionBytes.of(region, channel, true), bufferBytes);
  }

  /** Reads the region from a file that is open, and stays open. */
  public static RegionReader over(FileChannel channel, Region region, int bufferBytes) {
    return new RegionReader(region, RegionBytes.of(region, channel, false), bufferBytes);
  }

  /**
   * Reads what is left.
   *
   * @throws DamagedRunException where the region isn't what was written
   */
  public void readToTheEnd() throws IOException {
    boolean hasMore = next();
    while (hasMore) {
      hasMore = next();
    }
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    requireWhole();
    broken = true;
    passRecord();
    boolean has = left() > 0;
    if (has) {
      readRecord();
    } else {
      end();
    }
    broken = false;
    return has;
  }

  private void readRecord() throws IOException {
    long left = left();
    require((int) Math.min(RunFormat.HEADER_BYTES_MAX, left));
    keyLength = varInt();
    valueLength = varInt();
    long recordBytes = (long) keyLength + valueLength;
    if (keyLength < 0 || valueLength < 0 || recordBytes > left()) {
      throw bytes.damaged(
          "record " + records + " of " + keyLength + " and " + valueLength + " bytes",
          "at most " + left() + " bytes");
    }
    records++;
    if (recordBytes <= bufferBytes) {
      require((int) recordBytes);
      valueOffset = at + keyLength;
    } else {
      require(keyLength);
      valueOffset = -1;
    }
    keyOffset = at;
    at += keyLength;
  }

  @Override
  public byte[] keys() {
    return buffer;
  }

  @Override
  public int keyOffset() {
    return keyOffset;
  }

  @Override
  public int keyLength() {
    return keyLength;
  }

  @Override
  public byte[] values() throws IOException {
    return valueOffset >= 0 ? buffer : longValue();
  }

  @Override
  public int valueOffset() {
    return Math.max(0, valueOffset);
  }

  @Override
  public int valueLength() {
    return valueLength;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    buffer = NO_BYTES;
    longValue = null;
    bytes.close();
  }

  /** Bytes of records behind {@code at}. */
  private long left() {
    return bytes.left() + (limit - at);
  }

  private void passRecord() throws IOException {
    if (valueOffset >= 0) {
      at = records == 0 ? 0 : valueOffset + valueLength;
    } else if (longValue != null) {
      longValue = null;
    } else {
      for (int rest = valueLength; rest > 0; ) {
        require(1);
        int count = Math.min(rest, limit - at);
        at += count;
        rest -= count;
      }
    }
    valueOffset = 0;
    valueLength = 0;
    keyLength = 0;
  }

  private byte[] longValue() throws IOException {
    byte[] value = longValue;
    if (value == null) {
      requireWhole();
      broken = true;
      value = new byte[valueLength];
      int filled = Math.min(valueLength, limit - at);
      System.arraycopy(buffer, at, value, 0, filled);
      at += filled;
      while (filled < valueLength) {
        filled += bytes.read(value, filled, valueLength - filled);
      }
      longValue = value;
      broken = false;
    }
    return value;
  }

  private int varInt() throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35 && at < limit; shift += 7) {
      byte group = buffer[at++];
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw bytes.damaged("record " + records + " with a length that has no end", "1 to 5 bytes");
  }

  /** Makes a number of bytes available behind {@code at}; what lies before is lost. */
  private void require(int count) throws IOException {
    if (limit - at < count) {
      refill(count);
    }
  }

  private void refill(int count) throws IOException {
    int kept = limit - at;
    int capacity = Math.max(count, bufferBytes);
    byte[] target = capacity == buffer.length ? buffer : new byte[capacity];
    System.arraycopy(buffer, at, target, 0, kept);
    buffer = target;
    at = 0;
    limit = kept;
    int wanted = (int) Math.min(buffer.length, kept + bytes.left());
    while (limit < wanted) {
      limit += bytes.read(buffer, limit, wanted - limit);
    }
  }

  private void end() throws IOException {
    if (records != region.records()) {
      throw bytes.damaged(records + " records", region.records() + " records");
    }
    bytes.end();
    close();
  }

  private void requireWhole() throws DamagedRunException {
    if (broken) {
      throw bytes.damaged("a failure to read it before", "none");
    }
  }
}
