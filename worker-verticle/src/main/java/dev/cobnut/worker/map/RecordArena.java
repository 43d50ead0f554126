package dev.cobnut.worker.map;

import java.util.ArrayList;
import java.util.List;

/**
 * Encoded records in memory, one behind the other, in segments that are allocated as they are
 * needed. A record is found by its address, 40 bits: the number of its segment in the upper 18, its
 * index there in the lower 22. Addresses ascend in the order of adding, and are never 0. A record
 * that is longer than a segment has one of its own. Confined to one thread.
 */
final class RecordArena {
  /** Bits of an address. */
  static final int ADDRESS_BITS = 40;

  /** Up to so many bytes of a key and of a value are told in a byte of the record's header each. */
  static final int SHORT_BYTES_MAX = 0x7f;

  /** Bytes of the header of a record whose key and value are short. */
  static final int SHORT_HEADER_BYTES = 2;

  private static final int INDEX_BITS = 22;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

  /** Segments are short of powers of two, so that with their headers they fill whole regions. */
  private static final int SPARED_BYTES = 64;

  private static final int SEGMENT_BYTES_MAX = (1 << INDEX_BITS) - SPARED_BYTES;
  private static final int SEGMENT_BYTES_FIRST = (16 << 10) - SPARED_BYTES;

  /** Less isn't worth a segment. */
  private static final int SEGMENT_BYTES_MIN = 4 << 10;

  private static final int HEADER_BYTES_MAX = 10;

  private final MemoryBudget budget;
  private final List<byte[]> segments = new ArrayList<>();

  private byte[] current = {};

  /** The number of the current segment; -1 before the first. */
  private int number = -1;

  private int at;

  /** The index after the last that can be filled in the current segment. */
  private int limit;

  private long used;

  RecordArena(MemoryBudget budget) {
    this.budget = budget;
  }

  /** The segment of an address. */
  byte[] segment(long address) {
    return segments.get((int) (address >>> INDEX_BITS));
  }

  /** The index of an address in its segment. */
  static int index(long address) {
    return (int) address & INDEX_MASK;
  }

  /** The address of a byte in the segment of an address. */
  static long address(long inSegment, int index) {
    return (inSegment & ~INDEX_MASK) | index;
  }

  /**
   * Whether a record is short enough for a segment that others are in, so that all its bytes have
   * addresses.
   */
  static boolean sharesSegment(int keyLength, int valueLength) {
    return (long) HEADER_BYTES_MAX + keyLength + valueLength < SEGMENT_BYTES_MAX;
  }

  /** Bytes of the records, and of what was lost at the ends of segments. */
  long used() {
    return used + at;
  }

  /**
   * Adds a record.
   *
   * @return its address; 0 where there is no room
   */
  long add(
      byte[] keys, int keyOffset, int keyLength, byte[] values, int valueOffset, int valueLength) {
    long address = begin(keyLength, valueLength);
    if (address != 0) {
      put(keys, keyOffset, keyLength);
      put(values, valueOffset, valueLength);
    }
    return address;
  }

  /** Adds a record whose value is a long, to be set later. Returns its address, or 0. */
  long addWithRoom(byte[] keys, int keyOffset, int keyLength, int valueLength) {
    long address = begin(keyLength, valueLength);
    if (address != 0) {
      put(keys, keyOffset, keyLength);
      at += valueLength;
    }
    return address;
  }

  /** Adds a record without a key, whose value is to be set later. Returns its address, or 0. */
  long addRoom(int valueLength) {
    long address = begin(0, valueLength);
    if (address != 0) {
      at += valueLength;
    }
    return address;
  }

  /**
   * Forgets all records, and gives back the segments that they didn't need, and those of long ones:
   * each takes one record, be it short.
   */
  void clear() {
    while (segments.size() > number + 1) {
      budget.release(segments.remove(segments.size() - 1).length);
    }
    segments.removeIf(
        segment -> {
          boolean isOfOne = segment.length > SEGMENT_BYTES_MAX;
          budget.release(isOfOne ? segment.length : 0);
          return isOfOne;
        });
    number = -1;
    current = new byte[0];
    limit = 0;
    at = 0;
    used = 0;
  }

  /** Forgets all records and gives all memory back. */
  void release() {
    number = -1;
    clear();
  }

  private long begin(int keyLength, int valueLength) {
    int recordBytesMax = HEADER_BYTES_MAX + keyLength + valueLength;
    if (recordBytesMax > limit - at && !advance(recordBytesMax)) {
      return 0;
    }
    long address = (long) number << INDEX_BITS | at;
    putVarInt(keyLength);
    putVarInt(valueLength);
    if (limit > SEGMENT_BYTES_MAX) {
      limit = 0;
    }
    return address;
  }

  /** Goes to the next segment that has room, allocating one where there is none. */
  private boolean advance(int needed) {
    // A byte at the begin of each segment is left free: so no address is 0.
    int wanted = needed + 1;
    for (int next = number + 1; next < segments.size(); next++) {
      if (segments.get(next).length >= wanted) {
        enter(next);
        return true;
      }
    }
    if (allocate(wanted)) {
      return true;
    }
    boolean isEmpty = number < 0;
    if (isEmpty) {
      // None of the segments that are kept for short records is long enough.
      release();
    }
    return isEmpty && allocate(wanted);
  }

  private boolean allocate(int wanted) {
    long doubled =
        segments.isEmpty()
            ? SEGMENT_BYTES_FIRST
            : 2L * segments.get(segments.size() - 1).length + SPARED_BYTES;
    long bytes = Math.max(wanted, Math.min(SEGMENT_BYTES_MAX, doubled));
    if (!budget.reserve(bytes)) {
      bytes = budget.left();
      if (bytes < Math.max(wanted, SEGMENT_BYTES_MIN) || !budget.reserve(bytes)) {
        return false;
      }
    }
    segments.add(new byte[(int) bytes]);
    enter(segments.size() - 1);
    return true;
  }

  private void enter(int next) {
    // Whatever this throws, as where the stack is full, it throws before anything is changed.
    byte[] segment = segments.get(next);
    used += at;
    number = next;
    current = segment;
    limit = current.length;
    at = 1;
  }

  private void put(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, current, at, length);
    at += length;
  }

  private void putVarInt(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      current[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    current[at++] = (byte) rest;
  }
}
