package dev.cobnut.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes in a part of an array, eight at once. Indices count from the begin of the array; -1
 * is none. After S. E. Anderson, Bit Twiddling Hacks, "Determine if a word has a zero byte".
 */
public final class ByteSearch {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Times a byte, that byte eight times. */
  private static final long REPEATED = 0x0101010101010101L;

  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = ~HIGH_BITS;
  private static final long SPACES = REPEATED * ' ';

  /** What makes the high bit of seven where they are a tab or more. */
  private static final long FROM_TAB = REPEATED * (0x80 - '\t');

  /** Likewise where they are more than a carriage return. */
  private static final long BEHIND_RETURN = REPEATED * (0x80 - '\r' - 1);

  private ByteSearch() {}

  /** The first such byte from {@code from} on and before {@code to}. */
  public static int indexOf(byte[] bytes, int from, int to, int value) {
    long values = REPEATED * (value & 0xff);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = zeros((long) LONG.get(bytes, at) ^ values) & HIGH_BITS;
      if (found != 0) {
        return at + firstByte(found);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == (byte) value) {
        return at;
      }
    }
    return -1;
  }

  /** The first byte from {@code from} on and before {@code to} that is one of two. */
  public static int indexOfEither(byte[] bytes, int from, int to, int one, int other) {
    long ones = REPEATED * (one & 0xff);
    long others = REPEATED * (other & 0xff);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONG.get(bytes, at);
      long found = (zeros(eight ^ ones) | zeros(eight ^ others)) & HIGH_BITS;
      if (found != 0) {
        return at + firstByte(found);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == (byte) one || bytes[at] == (byte) other) {
        return at;
      }
    }
    return -1;
  }

  /**
   * The first byte from {@code from} on and before {@code to} that is {@linkplain #isWhiteSpace
   * white space}. Words are short, so that it looks behind {@code to}, too, where the array goes
   * on.
   */
  public static int indexOfWhiteSpace(byte[] bytes, int from, int to) {
    int at = from;
    int last = Math.min(to - 1, bytes.length - Long.BYTES);
    for (; at <= last; at += Long.BYTES) {
      long found = whiteSpace((long) LONG.get(bytes, at));
      if (found != 0) {
        int first = at + firstByte(found);
        return first < to ? first : -1;
      }
    }
    for (; at < to; at++) {
      if (isWhiteSpace(bytes[at])) {
        return at;
      }
    }
    return -1;
  }

  /** Space, tab, newline, vertical tab, form feed or carriage return. */
  public static boolean isWhiteSpace(byte value) {
    return value == ' ' || (value <= '\r' && value >= '\t');
  }

  /** Sets the high bit of the first byte that is zero, of none before it, and of any behind it. */
  private static long zeros(long eight) {
    return (eight - REPEATED) & ~eight;
  }

  /** The high bit of each byte that is white space; no byte has a carry into the next one. */
  private static long whiteSpace(long eight) {
    long low = eight & LOW_BITS;
    long controls = (low + FROM_TAB) & ~(low + BEHIND_RETURN);
    long spaces = ~((low ^ SPACES) + LOW_BITS);
    return (controls | spaces) & ~eight & HIGH_BITS;
  }

  private static int firstByte(long highBits) {
    return Long.numberOfTrailingZeros(highBits) >>> 3;
  }
}
