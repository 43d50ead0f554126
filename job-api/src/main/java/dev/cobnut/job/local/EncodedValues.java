package dev.cobnut.job.local;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Values;
import java.util.NoSuchElementException;

/**
 * Walks the encoded values of a group, decoding those that are asked for. Confined to one thread.
 */
final class EncodedValues<V> implements Values<V> {
  private final Serde<V> serde;
  private final byte[] bytes;
  private final int limit;
  private int at;
  private int begin;
  private byte[] scratch = {};

  /**
   * Begins before the first value.
   *
   * @param encoded values, each with its length before it as a varint
   */
  EncodedValues(Serde<V> serde, ByteOutput encoded) {
    this.serde = serde;
    bytes = encoded.array();
    limit = encoded.length();
  }

  @Override
  public boolean hasNext() {
    return at < limit;
  }

  /**
   * Decodes from bytes that the next value takes over, so that a view that is kept too long shows.
   */
  @Override
  public V next() {
    skip();
    int length = at - begin;
    if (length > scratch.length) {
      scratch = new byte[length];
    }
    System.arraycopy(bytes, begin, scratch, 0, length);
    return serde.decode(scratch, 0, length);
  }

  /** Goes to the next value without decoding it. */
  void skip() {
    if (at >= limit) {
      throw new NoSuchElementException("no more values");
    }
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      byte group = bytes[at++];
      length |= (group & 0x7f) << shift;
      if (group >= 0) {
        break;
      }
    }
    begin = at;
    at += length;
  }

  /** The encoding of the value that all values from here on, one or more, are folded into. */
  ByteOutput folded(Aggregate<?> aggregate) {
    ByteOutput folded = new ByteOutput(Int64Serde.BYTES);
    skip();
    copyTo(folded);
    while (hasNext()) {
      skip();
      fold(aggregate, folded, bytes, begin, at - begin);
    }
    return folded;
  }

  /** Folds the encoding of a value into that of another. */
  static void fold(Aggregate<?> aggregate, ByteOutput into, byte[] bytes, int offset, int length) {
    if (aggregate.operation() == Aggregate.Operation.FIRST) {
      return;
    }
    if (length != into.length()) {
      throw new IllegalArgumentException(
          "aggregate: "
              + aggregate.operation()
              + " over a value of "
              + length
              + " bytes (expected: "
              + into.length()
              + ", as those before it)");
    }
    aggregate.fold(into.array(), 0, bytes, offset, length);
  }

  /** Appends the encoding of the current value. */
  void copyTo(ByteOutput out) {
    out.putBytes(bytes, begin, at - begin);
  }

  /** Appends the current value with its length before it. */
  void copyWithLengthTo(ByteOutput out) {
    out.putVarInt(at - begin);
    copyTo(out);
  }
}
