package dev.cobnut.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The ranges of keys that make the parts, in order, one sorted sequence. Where they are cut depends
 * on the input and the number of partitions alone: a fixed sample of the input goes through the
 * job's mapper, and the keys that it emits, sorted, are cut into equal shares. Every engine takes
 * the sample and the cuts from here, so that all agree to the byte.
 */
public final class TotalOrder {
  /** Inputs up to this size are read whole. */
  private static final long WHOLE_BYTES_MAX = 4L << 20;

  private static final int CHUNKS = 256;
  private static final long CHUNK_BYTES = 16L << 10;

  private TotalOrder() {}

  /**
   * A range of the input that is part of the sample; its records are those that begin in it.
   *
   * @param file the index of the file in the list of input files
   * @param start of the range in the file, bytes
   * @param end the byte after the last
   */
  public record SampleRange(int file, long start, long end) {}

  /**
   * Chooses the sample: the whole input where it is small, else chunks at even distances over all
   * files, one after another. A chunk lies within one file, moved back where it would reach over
   * the file's end, so that short files are read from their begin.
   *
   * @param fileBytes the length of each input file, in the order of the input
   * @return ascending, not overlapping, none empty
   */
  public static List<SampleRange> sampleRanges(List<Long> fileBytes) {
    List<SampleRange> ranges = new ArrayList<>();
    long total = 0;
    for (int file = 0; file < fileBytes.size(); file++) {
      long bytes = fileBytes.get(file);
      total += bytes;
      if (bytes > 0) {
        ranges.add(new SampleRange(file, 0, bytes));
      }
    }
    return total <= WHOLE_BYTES_MAX ? ranges : chunks(ranges, total);
  }

  private static List<SampleRange> chunks(List<SampleRange> files, long total) {
    List<SampleRange> chunks = new ArrayList<>(CHUNKS);
    long span = total - CHUNK_BYTES;
    long gaps = CHUNKS - 1;
    int index = 0;
    long fileStart = 0;
    long sampledEnd = 0;
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      // The same as span * chunk / gaps, without the overflow.
      long at = span / gaps * chunk + span % gaps * chunk / gaps;
      while (at >= fileStart + files.get(index).end()) {
        fileStart += files.get(index).end();
        index++;
        sampledEnd = 0;
      }
      SampleRange file = files.get(index);
      long start = Math.max(sampledEnd, Math.min(at - fileStart, file.end() - CHUNK_BYTES));
      sampledEnd = Math.min(file.end(), start + CHUNK_BYTES);
      if (start < sampledEnd) {
        chunks.add(new SampleRange(file.file(), start, sampledEnd));
      }
    }
    return chunks;
  }

  /**
   * Cuts the keys of the sample into equal shares.
   *
   * @param sortedKeys encoded keys, ascending as unsigned bytes, each as often as it was emitted
   * @param partitions how many shares, 1 or more
   * @return the first key of each share but the first: ascending, distinct, and so fewer than
   *     {@code partitions - 1} where keys are few
   */
  public static List<byte[]> boundaries(List<byte[]> sortedKeys, int partitions) {
    List<byte[]> boundaries = new ArrayList<>();
    byte[] last = null;
    for (int partition = 1; partition < partitions && !sortedKeys.isEmpty(); partition++) {
      byte[] key = sortedKeys.get((int) ((long) partition * sortedKeys.size() / partitions));
      if (last == null || !Arrays.equals(last, key)) {
        boundaries.add(key);
        last = key;
      }
    }
    return boundaries;
  }

  /** The partition of an encoded key: how many boundaries are less or equal, as unsigned bytes. */
  public static int partition(byte[] bytes, int offset, int length, List<byte[]> boundaries) {
    int low = 0;
    int high = boundaries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] boundary = boundaries.get(middle);
      if (Arrays.compareUnsigned(boundary, 0, boundary.length, bytes, offset, offset + length)
          <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Boundaries as bytes: their number, then each with its length before it, as varints, then the
   * CRC32C of all that.
   */
  public static byte[] encode(List<byte[]> boundaries) {
    ByteOutput out = new ByteOutput();
    out.putVarInt(boundaries.size());
    for (byte[] boundary : boundaries) {
      out.putVarInt(boundary.length);
      out.putBytes(boundary);
    }
    out.putInt(crc(out.array(), out.length()));
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode} made.
   *
   * @throws IOException where the bytes are anything else
   */
  public static List<byte[]> decode(byte[] encoded) throws IOException {
    int length = encoded.length - Integer.BYTES;
    if (length < 1) {
      throw new IOException("boundaries: " + encoded.length + " bytes (expected: 5 or more)");
    }
    int stored = ByteBuffer.wrap(encoded).getInt(length);
    int computed = crc(encoded, length);
    if (stored != computed) {
      throw new IOException("boundaries: CRC32C %08x (expected: %08x)".formatted(computed, stored));
    }
    ByteBuffer in = ByteBuffer.wrap(encoded, 0, length);
    int count = readVarInt(in, length);
    List<byte[]> boundaries = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      byte[] boundary = new byte[readVarInt(in, in.remaining())];
      if (boundary.length > in.remaining()) {
        throw damaged(boundary.length, in.remaining());
      }
      in.get(boundary);
      boundaries.add(boundary);
    }
    if (in.hasRemaining()) {
      throw new IOException("boundaries: " + in.remaining() + " bytes too many (expected: none)");
    }
    return boundaries;
  }

  private static int readVarInt(ByteBuffer in, int max) throws IOException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE && in.hasRemaining(); shift += 7) {
      byte group = in.get();
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        if (value < 0 || value > max) {
          throw damaged(value, max);
        }
        return value;
      }
    }
    throw new IOException("boundaries: a number has no end");
  }

  private static IOException damaged(int value, int max) {
    return new IOException("boundaries: number " + value + " (expected: 0.." + max + ")");
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
