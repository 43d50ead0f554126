package dev.cobnut.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes that encodings are appended to. Big-endian. Confined to one thread. */
public final class ByteOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The largest array that every JVM allocates. */
  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  private byte[] array;
  private int length;

  /** An output with room for short encodings. */
  public ByteOutput() {
    this(64);
  }

  /**
   * An output with room.
   *
   * @param capacity bytes that fit before the first growth, 1 or more
   */
  public ByteOutput(int capacity) {
    array = new byte[Math.max(1, capacity)];
  }

  /** The array that holds the bytes, from index 0; replaced when it grows. */
  public byte[] array() {
    return array;
  }

  /** How many bytes were appended. */
  public int length() {
    return length;
  }

  /** Drops all bytes from the given length on, which is at most {@link #length()}. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("length: " + newLength + " (expected: 0.." + length + ")");
    }
    length = newLength;
  }

  /** Drops all bytes and keeps the array. */
  public void clear() {
    length = 0;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, length);
  }

  public void putByte(int value) {
    ensure(1);
    array[length++] = (byte) value;
  }

  public void putInt(int value) {
    ensure(4);
    INT.set(array, length, value);
    length += 4;
  }

  public void putLong(long value) {
    ensure(8);
    LONG.set(array, length, value);
    length += 8;
  }

  /** Appends an unsigned number in groups of seven bits, lowest first; 1 to 5 bytes. */
  public void putVarInt(int value) {
    ensure(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      array[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[length++] = (byte) rest;
  }

  public void putBytes(byte[] bytes) {
    putBytes(bytes, 0, bytes.length);
  }

  public void putBytes(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, array, length, count);
    length += count;
  }

  /** Appends a string as UTF-8. */
  public void putString(String value) {
    putBytes(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void ensure(int count) {
    if (array.length - length < count) {
      grow(count);
    }
  }

  private void grow(int count) {
    long needed = (long) length + count;
    if (needed > LENGTH_MAX) {
      throw new OutOfMemoryError("an encoding of more than " + LENGTH_MAX + " bytes");
    }
    array = Arrays.copyOf(array, (int) Math.min(LENGTH_MAX, Math.max(needed, 2L * array.length)));
  }
}
