package dev.cobnut.worker.run;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;

/** Blocks of Zstandard, each a frame of it. */
final class ZstdBlocks implements BlockCodec {
  static final ZstdBlocks INSTANCE = new ZstdBlocks();

  /** The fastest of the usual ones: what a higher one saves isn't worth a slot's time. */
  private static final int LEVEL = 1;

  private ZstdBlocks() {}

  @Override
  public int compressedBytesMax(int length) {
    return Math.toIntExact(Zstd.compressBound(length));
  }

  @Override
  public int compress(byte[] block, int offset, int length, byte[] target, int targetOffset) {
    return (int)
        Zstd.compressByteArray(
            target, targetOffset, target.length - targetOffset, block, offset, length, LEVEL);
  }

  @Override
  public void decompress(
      byte[] bytes, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws IOException {
    try {
      long found =
          Zstd.decompressByteArray(target, targetOffset, targetLength, bytes, offset, length);
      if (found != targetLength) {
        throw new IOException(found + " bytes in a block (expected: " + targetLength + ")");
      }
    } catch (ZstdException e) {
      throw new IOException("no block of Zstandard: " + e.getMessage(), e);
    }
  }
}
