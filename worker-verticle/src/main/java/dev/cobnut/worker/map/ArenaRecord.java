package dev.cobnut.worker.map;

/** A view of one record in an arena. Confined to one thread. */
final class ArenaRecord {
  private final RecordArena arena;
  private byte[] bytes = {};
  private int begin;
  private int keyOffset;
  private int keyLength;
  private int valueLength;

  ArenaRecord(RecordArena arena) {
    this.arena = arena;
  }

  /** Moves the view to an address. */
  ArenaRecord set(long address) {
    bytes = arena.segment(address);
    begin = RecordArena.index(address);
    int at = begin;
    keyLength = bytes[at++];
    if (keyLength < 0) {
      keyLength = varInt(at - 1);
      at += moreGroups(keyLength);
    }
    valueLength = bytes[at++];
    if (valueLength < 0) {
      valueLength = varInt(at - 1);
      at += moreGroups(valueLength);
    }
    keyOffset = at;
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the record begins, header and all. */
  int begin() {
    return begin;
  }

  /** Bytes of the record, header and all. */
  int length() {
    return keyOffset - begin + keyLength + valueLength;
  }

  int keyOffset() {
    return keyOffset;
  }

  int keyLength() {
    return keyLength;
  }

  int valueOffset() {
    return keyOffset + keyLength;
  }

  int valueLength() {
    return valueLength;
  }

  private int varInt(int offset) {
    int value = 0;
    int at = offset;
    for (int shift = 0; ; shift += 7) {
      byte group = bytes[at++];
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
  }

  /** How many groups of seven bits a varint has behind its first. */
  private static int moreGroups(int value) {
    return (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value)) / 7;
  }
}
