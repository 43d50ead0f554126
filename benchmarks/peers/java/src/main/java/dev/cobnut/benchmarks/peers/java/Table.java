package dev.cobnut.benchmarks.peers.java;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strings of bytes with one or two numbers each: open addressing, keys copied to an arena that
 * grows, slots of hash and place. Whoever gives a key sees to it that 8 bytes after it can be read.
 */
final class Table {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PAGE = 1 << 22;
  private static final int LENGTH_BITS = 20;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  long[] first;
  long[] second = new long[0];

  private int mask = (1 << 20) - 1;
  private int size;

  /** Of each slot the hash, then (place + 1) << 20 | length; 0 where it is free. */
  private long[] slots = new long[2 * (mask + 1)];

  private final byte[][] arena = new byte[1024][];
  private int page = -1;
  private int used = PAGE;

  Table(boolean hasSecond) {
    first = new long[mask + 1];
    if (hasSecond) {
      second = new long[mask + 1];
    }
  }

  static long hash(byte[] bytes, int from, int length) {
    long hash = length;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = mix(hash ^ (long) LONGS.get(bytes, from + i));
    }
    if (i < length) {
      hash = mix(hash ^ (long) LONGS.get(bytes, from + i) << 64 - 8 * (length - i));
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 32;
  }

  /** The slot of a key, which is added where it isn't there. */
  int find(byte[] bytes, int from, int length, long hash) {
    for (int i = (int) hash & mask; ; i = i + 1 & mask) {
      long place = slots[2 * i + 1];
      if (place == 0) {
        return insert(bytes, from, length, hash, i);
      }
      if (slots[2 * i] == hash
          && (place & LENGTH_MASK) == length
          && equal(place, bytes, from, length)) {
        return i;
      }
    }
  }

  private boolean equal(long place, byte[] bytes, int from, int length) {
    long position = (place >>> LENGTH_BITS) - 1;
    byte[] known = arena[(int) (position / PAGE)];
    int offset = (int) (position % PAGE);
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      if ((long) LONGS.get(known, offset + i) != (long) LONGS.get(bytes, from + i)) {
        return false;
      }
    }
    return i == length
        || ((long) LONGS.get(known, offset + i) ^ (long) LONGS.get(bytes, from + i))
                << 64 - 8 * (length - i)
            == 0;
  }

  private int insert(byte[] bytes, int from, int length, long hash, int free) {
    int i = free;
    if (size * 10L > mask * 6L) {
      grow();
      i = free(slots, hash);
    }
    if (used + length + 8 > PAGE) {
      arena[++page] = new byte[PAGE];
      used = 0;
    }
    System.arraycopy(bytes, from, arena[page], used, length);
    slots[2 * i] = hash;
    slots[2 * i + 1] = ((long) page * PAGE + used + 1) << LENGTH_BITS | length;
    used += length;
    size++;
    return i;
  }

  private void grow() {
    long[] oldSlots = slots;
    long[] oldFirst = first;
    long[] oldSecond = second;
    mask = mask * 2 + 1;
    slots = new long[2 * (mask + 1)];
    first = new long[mask + 1];
    second = new long[oldSecond.length * 2];
    for (int old = 0; old < oldFirst.length; old++) {
      if (oldSlots[2 * old + 1] != 0) {
        int i = free(slots, oldSlots[2 * old]);
        slots[2 * i] = oldSlots[2 * old];
        slots[2 * i + 1] = oldSlots[2 * old + 1];
        first[i] = oldFirst[old];
        if (second.length > 0) {
          second[i] = oldSecond[old];
        }
      }
    }
  }

  private int free(long[] among, long hash) {
    int i = (int) hash & mask;
    while (among[2 * i + 1] != 0) {
      i = i + 1 & mask;
    }
    return i;
  }

  int slots() {
    return mask + 1;
  }

  boolean isUsed(int slot) {
    return slots[2 * slot + 1] != 0;
  }

  long hash(int slot) {
    return slots[2 * slot];
  }

  byte[] array(int slot) {
    return arena[(int) (((slots[2 * slot + 1] >>> LENGTH_BITS) - 1) / PAGE)];
  }

  int offset(int slot) {
    return (int) (((slots[2 * slot + 1] >>> LENGTH_BITS) - 1) % PAGE);
  }

  int length(int slot) {
    return (int) (slots[2 * slot + 1] & LENGTH_MASK);
  }

  /** The slot of another table's key. */
  int findKeyOf(Table other, int slot) {
    return find(other.array(slot), other.offset(slot), other.length(slot), other.hash(slot));
  }
}
