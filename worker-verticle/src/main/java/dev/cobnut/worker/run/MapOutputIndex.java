package dev.cobnut.worker.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Where the regions of a run lie, read from its end. Immutable. */
public final class MapOutputIndex {
  private final Path file;
  private final ByteBuffer entries;
  private final int regions;
  private final Codec codec;

  private MapOutputIndex(Path file, ByteBuffer entries, int regions, Codec codec) {
    this.file = file;
    this.entries = entries;
    this.regions = regions;
    this.codec = codec;
  }

  /**
   * Reads and checks the index of a run.
   *
   * @throws DamagedRunException where the file is no whole run
   * @throws java.nio.file.NoSuchFileException where there is none
   */
  public static MapOutputIndex read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel);
    }
  }

  private static MapOutputIndex read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < RunFormat.FOOTER_BYTES) {
      throw new DamagedRunException(
          file, 0, size + " bytes", "at least " + RunFormat.FOOTER_BYTES + " bytes");
    }
    long footerOffset = size - RunFormat.FOOTER_BYTES;
    ByteBuffer footer = readFully(file, channel, footerOffset, RunFormat.FOOTER_BYTES);
    long indexOffset = footer.getLong();
    int regions = footer.getInt();
    int version = footer.getInt();
    int codec = footer.getInt();
    int crc = footer.getInt();
    long magic = footer.getLong();
    require(file, footerOffset, "magic", magic, RunFormat.MAGIC);
    require(file, footerOffset, "version", version, RunFormat.VERSION);
    long bytes = (long) regions * RunFormat.ENTRY_BYTES;
    if (regions < 0 || indexOffset < 0 || indexOffset + bytes != footerOffset) {
      throw new DamagedRunException(
          file,
          footerOffset,
          regions + " regions, index at " + indexOffset,
          "an index that ends at " + footerOffset);
    }
    ByteBuffer entries = readFully(file, channel, indexOffset, (int) bytes);
    CRC32C found = new CRC32C();
    found.update(entries.duplicate());
    found.update(footer.slice(0, RunFormat.FOOTER_BYTES_CHECKED));
    require(file, indexOffset, "crc32c of the index", found.getValue(), crc & 0xffffffffL);
    return new MapOutputIndex(
        file,
        entries,
        regions,
        Codec.ofNumber(codec)
            .orElseThrow(
                () ->
                    new DamagedRunException(
                        file, footerOffset, "codec " + codec, Codec.numbers())));
  }

  /** How many regions the run has: R. */
  public int regions() {
    return regions;
  }

  /** A region by its partition. */
  public Region region(int partition) {
    int at = partition * RunFormat.ENTRY_BYTES;
    return new Region(
        file,
        entries.getLong(at),
        entries.getLong(at + 8),
        entries.getLong(at + 16),
        entries.getInt(at + 24),
        entries.getInt(at + 28),
        codec,
        entries.getLong(at + 32));
  }

  /** Records of all regions. */
  public long records() {
    long records = 0;
    for (int partition = 0; partition < regions; partition++) {
      records += entries.getLong(partition * RunFormat.ENTRY_BYTES + 16);
    }
    return records;
  }

  /** Length of the longest key of all regions, bytes. */
  public int keyBytesMax() {
    int keyBytesMax = 0;
    for (int partition = 0; partition < regions; partition++) {
      int length = entries.getInt(partition * RunFormat.ENTRY_BYTES + 28);
      keyBytesMax = Math.max(keyBytesMax, length);
    }
    return keyBytesMax;
  }

  private static void require(Path file, long offset, String what, long found, long expected)
      throws DamagedRunException {
    if (found != expected) {
      throw new DamagedRunException(
          file, offset, what + " " + Long.toHexString(found), Long.toHexString(expected));
    }
  }

  private static ByteBuffer readFully(Path file, FileChannel channel, long offset, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new DamagedRunException(file, offset, bytes.position() + " bytes", count + " bytes");
      }
    }
    return bytes.flip();
  }
}
