package dev.cobnut.worker.run;

import java.io.IOException;

/** Compresses blocks of bytes, each by itself. Safe for use by any thread. */
interface BlockCodec {
  /** The most that a block of a length can become, bytes. */
  int compressedBytesMax(int length);

  /** Compresses a block into a target with room for the most that it can become. */
  int compress(byte[] block, int offset, int length, byte[] target, int targetOffset);

  /**
   * Gives a block back.
   *
   * @param targetLength of the block, exactly
   * @throws IOException where the bytes aren't those of such a block; then the target is undefined,
   *     but only within that length
   */
  void decompress(
      byte[] bytes, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws IOException;
}
