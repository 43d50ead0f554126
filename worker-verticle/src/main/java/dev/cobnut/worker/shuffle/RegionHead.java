package dev.cobnut.worker.shuffle;

import dev.cobnut.worker.run.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
 */
record RegionHead(int status, long bytes, long records, int crc32c, int keyBytesMax) {
  /** Header of an answer that is one region: its head, in hexadecimal digits. */
  static final String ONE = "Cobnut-Region";

  /** Header of an answer of several regions, each behind its head: how many. */
  static final String MANY = "Cobnut-Regions";

  static final int BYTES = 32;
  static final int OK = 200;

  /** Of what says why a region doesn't come. */
  static final int DETAIL_BYTES_MAX = 4 << 10;

  private static final int BYTES_CHECKED = BYTES - 4;

  static RegionHead of(Region region) {
    return new RegionHead(
        OK, region.bytes(), region.records(), region.crc32c(), region.keyBytesMax());
  }

  static RegionHead refusal(int status, byte[] detail) {
    CRC32C crc = new CRC32C();
    crc.update(detail);
    return new RegionHead(status, detail.length, 0, (int) crc.getValue(), 0);
  }

  /**
   * Its bytes.
   *
   * @param name of the region
   */
  byte[] encode(String name) {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(status).putLong(bytes).putLong(records).putInt(crc32c).putInt(keyBytesMax);
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
    RegionHead read =
        new RegionHead(from.getInt(), from.getLong(), from.getLong(), from.getInt(), from.getInt());
    int check = from.getInt();
    int expected = check(head, name);
    boolean isPossible = read.bytes >= 0 && (read.isOk() || read.bytes <= DETAIL_BYTES_MAX);
    if (check != expected || !isPossible) {
      throw new UnreadableRegionException(
          "%s: its head has crc32c %08x and tells of %d bytes (expected: crc32c %08x)"
              .formatted(name, check, read.bytes, expected),
          false);
    }
    return read;
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
