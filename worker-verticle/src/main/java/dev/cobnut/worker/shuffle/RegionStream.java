package dev.cobnut.worker.shuffle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Tells the regions in the bytes of an answer, which are kept in a file just as they come: a region
 * is a piece of that file. Confined to one thread.
 */
final class RegionStream {
  private final RegionBatch asked;
  private final int regions;
  private final byte[] headBytes = new byte[RegionHead.BYTES];
  private final CRC32C crc = new CRC32C();
  private int place;
  private int headAt;

  /** Set while its region comes. */
  private @Nullable RegionHead head;

  /** Where the region lies in the file. */
  private long begin;

  private long bytesLeft;

  /** The first bytes of what is no region. */
  private byte[] detail = {};

  private RegionStream(RegionBatch asked, int regions) {
    this.asked = asked;
    this.regions = regions;
  }

  /** An answer that holds the first regions that were asked for, each behind its head. */
  static RegionStream ofMany(RegionBatch asked, int regions) {
    return new RegionStream(asked, regions);
  }

  /** An answer that is the first region that was asked for. */
  static RegionStream ofOne(RegionBatch asked, RegionHead head) throws UnreadableRegionException {
    if (!head.isOk()) {
      throw new UnreadableRegionException(
          "status " + head.status() + " of a region alone (expected: " + RegionHead.OK + ")",
          false);
    }
    RegionStream stream = new RegionStream(asked, 1);
    stream.head = head;
    stream.bytesLeft = head.bytes();
    stream.begin = -1;
    return stream;
  }

  /** The place of the first region that hasn't come to its end. */
  int place() {
    return place;
  }

  /** How many regions the answer is to have. */
  int regions() {
    return regions;
  }

  /**
   * Takes the next bytes.
   *
   * @param offset of the first of them in the file
   * @param ended gets what ends with them
   * @throws UnreadableRegionException where they can't be told apart; then nothing more is taken
   */
  void take(byte[] bytes, Path file, long offset, List<Arrival> ended)
      throws UnreadableRegionException {
    int at = 0;
    while (at < bytes.length) {
      if (head == null) {
        at += takeHead(bytes, at);
      } else {
        begin = begin < 0 ? offset + at : begin;
        at += takeBody(head, bytes, at);
      }
      if (head != null && bytesLeft == 0) {
        ended.add(end(head, file, Math.max(0, begin)));
      }
    }
  }

  private int takeHead(byte[] bytes, int at) throws UnreadableRegionException {
    if (place == regions) {
      throw new UnreadableRegionException(
          bytes.length - at + " bytes behind the last region (expected: none)", false);
    }
    int taken = Math.min(headBytes.length - headAt, bytes.length - at);
    System.arraycopy(bytes, at, headBytes, headAt, taken);
    headAt += taken;
    if (headAt == headBytes.length) {
      RegionHead read = RegionHead.decode(headBytes, asked.name(place));
      head = read;
      headAt = 0;
      begin = -1;
      bytesLeft = read.bytes();
      detail = new byte[read.isOk() ? 0 : (int) read.bytes()];
    }
    return taken;
  }

  private int takeBody(RegionHead of, byte[] bytes, int at) {
    int taken = (int) Math.min(bytesLeft, bytes.length - at);
    crc.update(bytes, at, taken);
    if (!of.isOk()) {
      System.arraycopy(bytes, at, detail, (int) (of.bytes() - bytesLeft), taken);
    }
    bytesLeft -= taken;
    return taken;
  }

  private Arrival end(RegionHead of, Path file, long offset) {
    int found = (int) crc.getValue();
    int ended = place++;
    crc.reset();
    head = null;
    if (found != of.crc32c()) {
      return new Arrival.Spoiled(ended, found, of.crc32c());
    }
    if (!of.isOk()) {
      return new Arrival.Refused(ended, of.status(), new String(detail, StandardCharsets.UTF_8));
    }
    return new Arrival.Whole(ended, of.region(file, offset));
  }
}
