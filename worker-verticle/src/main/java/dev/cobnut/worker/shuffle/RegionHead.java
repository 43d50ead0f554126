package dev.cobnut.worker.shuffle;

import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What goes before each region of an answer; the byte table stands in package-info. Its check sum
 * takes in which region was meant, so that one can't be taken for another, whatever happens to
 * request and answer on their way.
 *
 * @param status {@link #OK}, or as in HTTP; then what follows says why, in words
 * @param bytes that follow
 * @param records in them
 * @param crc32c of them
 * @param keyBytesMax length of the longest key in them
 * @param codec that they are compressed with, if any
 * @param recordBytes of the records before that
 */
record RegionHead(
    int status,
    long bytes,
    long records,
    int crc32c,
    int keyBytesMax,
    Codec codec,
    long recordBytes) {
  /** Header of an answer that is one region: its head, in hexadecimal digits. */
  static final String ONE = "Cobnut-Region";

  /** Header of an answer of several regions, each behind its head: how many. */
  static final String MANY = "Cobnut-Regions";

  static final int BYTES = 44;
  static final int OK = 200;

  /** Of what says why a region doesn't come. */
  static final int DETAIL_BYTES_MAX = 4 << 10;

  private static final int BYTES_CHECKED = BYTES - 4;

  static RegionHead of(Region region) {
    return new RegionHead(
        OK,
        region.bytes(),
        region.records(),
        region.crc32c(),
        region.keyBytesMax(),
        region.codec(),
        region.recordBytes());
  }

  /** The region that it tells of, in a file where its bytes lie from an offset on. */
  Region region(Path file, long offset) {
    return new Region(file, offset, bytes, records, crc32c, keyBytesMax, codec, recordBytes);
  }

  static RegionHead refusal(int status, byte[] detail) {
    CRC32C crc = new CRC32C();
    crc.update(detail);
    return new RegionHead(status, detail.length, 0, (int) crc.getValue(), 0, Codec.NONE, 0);
  }

  /**
   * Its bytes.
   *
   * @param name of the region
   */
  byte[] encode(String name) {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(status).putLong(bytes).putLong(records).putInt(crc32c).putInt(keyBytesMax);
    to.putInt(codec.number()).putLong(recordBytes);
    to.putInt(check(to.array(), name));
    return to.array();
  }

  /** As {@link #encode}, for a header. */
  String encodeHex(String name) {
    return HexFormat.of().formatHex(encode(name));
  }

  /** Reads what {@link #encode} gives for a region of that name. */
  static RegionHead decode(byte[] head, String name) throws UnreadableRegionException {
    ByteBuffer from = ByteBuffer.wrap(head);
    int status = from.getInt();
    long bytes = from.getLong();
    long records = from.getLong();
    int crc32c = from.getInt();
    int keyBytesMax = from.getInt();
    int codecNumber = from.getInt();
    Optional<Codec> codec = Codec.ofNumber(codecNumber);
    long recordBytes = from.getLong();
    int check = from.getInt();
    int expected = check(head, name);
    boolean isPossible = bytes >= 0 && (status == OK || bytes <= DETAIL_BYTES_MAX);
    if (check != expected || !isPossible || codec.isEmpty()) {
      throw new UnreadableRegionException(
          "%s: its head has crc32c %08x, codec %d and tells of %d bytes (expected: %08x, %s)"
              .formatted(name, check, codecNumber, bytes, expected, Codec.numbers()),
          false);
    }
    return new RegionHead(status, bytes, records, crc32c, keyBytesMax, codec.get(), recordBytes);
  }

  /** As {@link #decode}, from a header. */
  static RegionHead decodeHex(String head, String name) throws UnreadableRegionException {
    if (!head.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new UnreadableRegionException(
          name + ": its head is \"" + head + "\" (expected: " + 2 * BYTES + " hexadecimal digits)",
          false);
    }
    return decode(HexFormat.of().parseHex(head), name);
  }

  boolean isOk() {
    return status == OK;
  }

  private static int check(byte[] head, String name) {
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    crc.update(head, 0, BYTES_CHECKED);
    return (int) crc.getValue();
  }
}
