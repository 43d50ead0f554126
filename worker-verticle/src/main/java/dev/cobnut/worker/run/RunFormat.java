package dev.cobnut.worker.run;

import java.nio.file.Path;

/** The constants of the byte table in the package's description. */
final class RunFormat {
  static final int ENTRY_BYTES = 40;
  static final int FOOTER_BYTES = 32;
  static final int FOOTER_BYTES_CHECKED = 20;
  static final int VERSION = 2;

  /** {@code COBNUTRN} in ASCII. */
  static final long MAGIC = 0x434F424E5554524EL;

  /** The most bytes of records in a frame. */
  static final int FRAME_BYTES_MAX = 64 << 10;

  /** What goes before each frame: two lengths. */
  static final int FRAME_HEADER_BYTES = 8;

  /** The longest header of a record: two varints. */
  static final int HEADER_BYTES_MAX = 10;

  private RunFormat() {}

  /** Appends a varint; returns the index after it. */
  static int putVarInt(byte[] bytes, int offset, int value) {
    int at = offset;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /** Bytes of a record whose key and value have these lengths. */
  static int recordBytes(int keyLength, int valueLength) {
    return varIntBytes(keyLength) + varIntBytes(valueLength) + keyLength + valueLength;
  }

  private static int varIntBytes(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** The name under which a run is written until it is whole. */
  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }
}
