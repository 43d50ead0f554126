package dev.cobnut.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Longs as 8 bytes, big-endian, sign bit flipped, so that they sort as the longs do. */
public final class Int64Serde implements KeySerde<Long> {
  /** Bytes of an encoding. */
  public static final int BYTES = 8;

  static final Int64Serde INSTANCE = new Int64Serde();

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Int64Serde() {}

  @Override
  public void encode(Long value, ByteOutput out) {
    out.putLong(value ^ Long.MIN_VALUE);
  }

  @Override
  public Long decode(byte[] bytes, int offset, int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("int64: " + length + " bytes (expected: " + BYTES + ")");
    }
    return read(bytes, offset);
  }

  /** Reads the encoding at an index, unboxed. */
  public static long read(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset) ^ Long.MIN_VALUE;
  }

  /** Writes the encoding at an index, in place. */
  public static void write(long value, byte[] bytes, int offset) {
    LONG.set(bytes, offset, value ^ Long.MIN_VALUE);
  }
}
