package dev.cobnut.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text as UTF-8 bytes: a view of a part of an array, which may be moved to other bytes. Bytes that
 * aren't UTF-8 pass through unchanged; only {@link #toString()} replaces them. Ordered by unsigned
 * bytes, which is the order of code points. Not thread-safe.
 */
public final class Utf8 implements Comparable<Utf8> {
  private static final byte[] EMPTY = {};

  private byte[] array;
  private int offset;
  private int length;

  /** An empty text. */
  public Utf8() {
    this(EMPTY, 0, 0);
  }

  public Utf8(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** The text of a string, in an array of its own. */
  public static Utf8 of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8(bytes, 0, bytes.length);
  }

  /** Moves the view. */
  public Utf8 set(byte[] newArray, int newOffset, int newLength) {
    array = newArray;
    offset = newOffset;
    length = newLength;
    return this;
  }

  /** The array that holds the bytes, from {@link #offset()}. */
  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  /** How many bytes, not characters. */
  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at an index counted from the begin of the view. */
  public byte at(int index) {
    return array[offset + index];
  }

  /** A text of its own, that stays when the view moves on. */
  public Utf8 copy() {
    return new Utf8(Arrays.copyOfRange(array, offset, offset + length), 0, length);
  }

  /** A view of a part; {@code end} is the index after the last byte. */
  public Utf8 slice(int begin, int end) {
    if (begin < 0 || end < begin || end > length) {
      throw new IndexOutOfBoundsException(
          "slice: " + begin + ".." + end + " (expected: within 0.." + length + ")");
    }
    return new Utf8(array, offset + begin, end - begin);
  }

  /** The index of the first such byte from {@code from} on, or -1. */
  public int indexOf(int value, int from) {
    return inView(ByteSearch.indexOf(array, offset + Math.max(0, from), offset + length, value));
  }

  /** The index of the first byte from {@code from} on that is one of the two, or -1. */
  public int indexOfEither(int one, int other, int from) {
    return inView(
        ByteSearch.indexOfEither(array, offset + Math.max(0, from), offset + length, one, other));
  }

  private int inView(int found) {
    return found < 0 ? -1 : found - offset;
  }

  @Override
  public int compareTo(Utf8 other) {
    return Arrays.compareUnsigned(
        array, offset, offset + length, other.array, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Utf8 that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int index = offset; index < offset + length; index++) {
      hash = 31 * hash + array[index];
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }
}
