package dev.cobnut.worker.run;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Compresses bytes of records into frames, and keeps these until they are written. A block that
 * doesn't become smaller goes as it is. Confined to one thread.
 */
final class FramePacker {
  private final BlockCodec codec;
  private final byte[] frames;
  private int at;

  /**
   * No frames yet.
   *
   * @param bytes of frames that it should have room for; at least one always has
   */
  FramePacker(Codec codec, int bytes) {
    this.codec = codec.blocks();
    int most = RunFormat.FRAME_HEADER_BYTES + frameBytesMax();
    frames = new byte[Math.max(bytes, most)];
  }

  private int frameBytesMax() {
    return Math.max(RunFormat.FRAME_BYTES_MAX, codec.compressedBytesMax(RunFormat.FRAME_BYTES_MAX));
  }

  /** Bytes of the frames that it keeps. */
  int bytes() {
    return at;
  }

  /** Whether any next frame has room. */
  boolean hasRoom() {
    return frames.length - at >= RunFormat.FRAME_HEADER_BYTES + frameBytesMax();
  }

  /**
   * Makes a frame.
   *
   * @param length 1 to {@link RunFormat#FRAME_BYTES_MAX}
   * @param crc takes in the frame
   */
  void pack(byte[] block, int offset, int length, CRC32C crc) {
    int begin = at + RunFormat.FRAME_HEADER_BYTES;
    int packed = codec.compress(block, offset, length, frames, begin);
    if (packed >= length) {
      packed = length;
      System.arraycopy(block, offset, frames, begin, length);
    }
    ByteBuffer.wrap(frames, at, RunFormat.FRAME_HEADER_BYTES).putInt(length).putInt(packed);
    crc.update(frames, at, RunFormat.FRAME_HEADER_BYTES + packed);
    at = begin + packed;
  }

  /**
   * Gives the frames that it keeps, and keeps none of them; they stand until the next one is made.
   */
  ByteBuffer take() {
    ByteBuffer taken = ByteBuffer.wrap(frames, 0, at);
    at = 0;
    return taken;
  }
}
