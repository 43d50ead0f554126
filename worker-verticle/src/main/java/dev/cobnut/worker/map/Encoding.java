package dev.cobnut.worker.map;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import java.util.Objects;

/** The encoding of one value after another. Confined to one thread. */
final class Encoding<T> {
  private static final int BYTES_KEPT = 1 << 20;

  private final Serde<T> serde;
  private final boolean isUtf8;

  private ByteOutput out = new ByteOutput(256);
  private byte[] bytes = {};
  private int offset;
  private int length;

  Encoding(Serde<T> serde) {
    this.serde = serde;
    isUtf8 = serde.equals(Serdes.utf8());
  }

  /**
   * Encodes a value; a text's own bytes are its encoding, and aren't copied.
   *
   * @throws IndexOutOfBoundsException where a text is no part of its array
   */
  void set(T value) {
    if (isUtf8 && value instanceof Utf8 text) {
      byte[] array = text.array();
      offset = Objects.checkFromIndexSize(text.offset(), text.length(), array.length);
      length = text.length();
      bytes = array;
      return;
    }
    if (out.array().length > BYTES_KEPT) {
      out = new ByteOutput(256);
    }
    out.clear();
    serde.encode(value, out);
    bytes = out.array();
    offset = 0;
    length = out.length();
  }

  /** Takes bytes that are an encoding; they aren't copied. */
  void setEncoded(byte[] newBytes, int newOffset, int newLength) {
    bytes = newBytes;
    offset = newOffset;
    length = newLength;
  }

  /** As of {@link KeyWords}. */
  long secondWord() {
    return KeyWords.second(bytes, offset, length);
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }
}
