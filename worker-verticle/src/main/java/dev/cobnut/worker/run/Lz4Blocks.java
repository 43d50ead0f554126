package dev.cobnut.worker.run;

import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Blocks of LZ4. */
final class Lz4Blocks implements BlockCodec {
  static final Lz4Blocks INSTANCE = new Lz4Blocks();

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();

  private Lz4Blocks() {}

  @Override
  public int compressedBytesMax(int length) {
    return compressor.maxCompressedLength(length);
  }

  @Override
  public int compress(byte[] block, int offset, int length, byte[] target, int targetOffset) {
    return compressor.compress(block, offset, length, target, targetOffset);
  }

  @Override
  public void decompress(
      byte[] bytes, int offset, int length, byte[] target, int targetOffset, int targetLength)
      throws IOException {
    try {
      int found =
          decompressor.decompress(bytes, offset, length, target, targetOffset, targetLength);
      if (found != targetLength) {
        throw new IOException(found + " bytes in a block (expected: " + targetLength + ")");
      }
    } catch (LZ4Exception e) {
      throw new IOException("no block of LZ4: " + e.getMessage(), e);
    }
  }
}
