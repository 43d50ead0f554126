package dev.cobnut.worker.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How encoded keys are compared: as unsigned bytes, eight at a time where that decides. */
public final class EncodedKeys {
  /** Bytes of a key that a prefix holds. */
  public static final int PREFIX_BYTES = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private EncodedKeys() {}

  /**
   * The first eight bytes of a key as an unsigned number, followed by zeros where it is shorter.
   * Keys with different prefixes stand in the order of these.
   */
  public static long prefix(byte[] bytes, int offset, int length) {
    if (length >= PREFIX_BYTES) {
      return (long) LONG.get(bytes, offset);
    }
    if (length == 0) {
      return 0;
    }
    if (bytes.length - offset >= PREFIX_BYTES) {
      return (long) LONG.get(bytes, offset) & (-1L << (Long.SIZE - length * Byte.SIZE));
    }
    long prefix = 0;
    for (int index = 0; index < length; index++) {
      prefix |= (bytes[offset + index] & 0xffL) << (Long.SIZE - Byte.SIZE * (index + 1));
    }
    return prefix;
  }

  /** Writes the eight bytes that a prefix was read from. */
  public static void writePrefix(long prefix, byte[] bytes, int offset) {
    LONG.set(bytes, offset, prefix);
  }

  /** Compares keys as unsigned bytes, the shorter first where one begins with the other. */
  public static int compare(
      byte[] left, int leftOffset, int leftLength, byte[] right, int rightOffset, int rightLength) {
    return Arrays.compareUnsigned(
        left, leftOffset, leftOffset + leftLength, right, rightOffset, rightOffset + rightLength);
  }

  /** Whether two keys are the same. */
  public static boolean equal(
      byte[] left, int leftOffset, int leftLength, byte[] right, int rightOffset, int rightLength) {
    return leftLength == rightLength
        && Arrays.equals(
            left,
            leftOffset,
            leftOffset + leftLength,
            right,
            rightOffset,
            rightOffset + rightLength);
  }
}
