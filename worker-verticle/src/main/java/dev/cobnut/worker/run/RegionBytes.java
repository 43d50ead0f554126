package dev.cobnut.worker.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The bytes of a region's records, one after the other. What lies in the file is checked as a whole
 * at the end. Confined to one thread.
 */
abstract class RegionBytes implements Closeable {
  /** The channel copies each piece from memory outside of the heap, and keeps that. */
  static final int PIECE_BYTES_MAX = 1 << 20;

  private final Region region;
  private final FileChannel channel;
  private final boolean closesChannel;
  private final CRC32C crc = new CRC32C();
  private long position;

  private RegionBytes(Region region, FileChannel channel, boolean closesChannel) {
    this.region = region;
    this.channel = channel;
    this.closesChannel = closesChannel;
    this.position = region.offset();
  }

  static RegionBytes of(Region region, FileChannel channel, boolean closesChannel) {
    return region.codec() == Codec.NONE
        ? new Plain(region, channel, closesChannel)
        : new Framed(region, channel, closesChannel);
  }

  /** Bytes of records that weren't read yet. */
  abstract long left();

  /**
   * Reads some of what is left, which must be something.
   *
   * @return how many bytes, 1 or more
   */
  abstract int read(byte[] target, int offset, int length) throws IOException;

  /**
   * Checks what was read, which must be all there is.
   *
   * @throws DamagedRunException where it isn't what was written
   */
  void end() throws DamagedRunException {
    if (stored() > 0) {
      throw damaged(stored() + " bytes behind the last record", "none");
    }
    int found = (int) crc.getValue();
    if (found != region.crc32c()) {
      throw damaged("crc32c " + Integer.toHexString(found), Integer.toHexString(region.crc32c()));
    }
  }

  @Override
  public void close() throws IOException {
    if (closesChannel) {
      channel.close();
    }
  }

  DamagedRunException damaged(String found, String expected) {
    return new DamagedRunException(region.file(), region.offset(), found, expected);
  }

  /** Bytes in the file that weren't read yet. */
  final long stored() {
    return region.offset() + region.bytes() - position;
  }

  final int readStored(byte[] target, int offset, int length) throws IOException {
    int count = readChannel(ByteBuffer.wrap(target, offset, Math.min(length, PIECE_BYTES_MAX)));
    if (count < 0) {
      throw damaged("file ends at byte " + position, "byte " + (region.offset() + region.bytes()));
    }
    crc.update(target, offset, count);
    position += count;
    return count;
  }

  /** What the disk doesn't give back is damaged for whoever reads it. */
  private int readChannel(ByteBuffer target) throws IOException {
    try {
      return channel.read(target, position);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      DamagedRunException damaged = damaged("byte " + position + ": " + e, "one that can be read");
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** Records that lie there as they are. */
  private static final class Plain extends RegionBytes {
    Plain(Region region, FileChannel channel, boolean closesChannel) {
      super(region, channel, closesChannel);
    }

    @Override
    long left() {
      return stored();
    }

    @Override
    int read(byte[] target, int offset, int length) throws IOException {
      return readStored(target, offset, length);
    }
  }

  /** Records in frames. */
  private static final class Framed extends RegionBytes {
    private static final byte[] NO_BYTES = {};

    private final BlockCodec codec;
    private final byte[] header = new byte[RunFormat.FRAME_HEADER_BYTES];
    private final long recordBytes;
    private long taken;
    private byte[] frame = NO_BYTES;

    /** What the frame that was opened last holds; given from {@code at} on. */
    private byte[] block = NO_BYTES;

    private int at;
    private int limit;

    Framed(Region region, FileChannel channel, boolean closesChannel) {
      super(region, channel, closesChannel);
      this.codec = region.codec().blocks();
      this.recordBytes = region.recordBytes();
    }

    @Override
    long left() {
      return recordBytes - taken;
    }

    @Override
    int read(byte[] target, int offset, int length) throws IOException {
      if (at == limit) {
        openFrame();
      }
      int count = Math.min(length, limit - at);
      System.arraycopy(block, at, target, offset, count);
      at += count;
      taken += count;
      return count;
    }

    private void openFrame() throws IOException {
      readFully(header, header.length);
      ByteBuffer lengths = ByteBuffer.wrap(header);
      int blockBytes = lengths.getInt();
      int frameBytes = lengths.getInt();
      int most = (int) Math.min(RunFormat.FRAME_BYTES_MAX, left());
      if (blockBytes < 1 || blockBytes > most || frameBytes < 1 || frameBytes > blockBytes) {
        throw damaged(
            "a frame of " + frameBytes + " bytes for " + blockBytes, "1 to " + most + ", no more");
      }
      if (block.length < blockBytes) {
        block = new byte[blockBytes];
      }
      if (frameBytes == blockBytes) {
        readFully(block, blockBytes);
      } else {
        readCompressed(frameBytes, blockBytes);
      }
      at = 0;
      limit = blockBytes;
    }

    private void readCompressed(int frameBytes, int blockBytes) throws IOException {
      if (frame.length < frameBytes) {
        frame = new byte[Math.min(RunFormat.FRAME_BYTES_MAX, 2 * frameBytes)];
      }
      readFully(frame, frameBytes);
      try {
        codec.decompress(frame, 0, frameBytes, block, 0, blockBytes);
      } catch (IOException e) {
        DamagedRunException damaged = damaged(String.valueOf(e.getMessage()), "a frame");
        damaged.initCause(e);
        throw damaged;
      }
    }

    private void readFully(byte[] target, int count) throws IOException {
      if (count > stored()) {
        throw damaged(stored() + " bytes of a frame", count + " bytes");
      }
      for (int filled = 0; filled < count; ) {
        filled += readStored(target, filled, count - filled);
      }
    }

    @Override
    public void close() throws IOException {
      frame = NO_BYTES;
      block = NO_BYTES;
      super.close();
    }
  }
}
