package dev.cobnut.worker.map;

import dev.cobnut.job.KeyHash;
import dev.cobnut.worker.run.EncodedKeys;

/**
 * An encoded key in two words: the first eight bytes; and the next eight or, of a key that is
 * longer than both, a hash of all. With its length they tell a short key from any other.
 */
final class KeyWords {
  /** A key of up to so many bytes is whole in its words. */
  static final int WHOLE_BYTES_MAX = 2 * EncodedKeys.PREFIX_BYTES;

  private static final long FIRST_MASK = 0x9E3779B97F4A7C15L;
  private static final long SECOND_MASK = 0xD1B54A32D192ED03L;

  private KeyWords() {}

  static long first(byte[] bytes, int offset, int length) {
    return EncodedKeys.prefix(bytes, offset, length);
  }

  static long second(byte[] bytes, int offset, int length) {
    int rest = length - EncodedKeys.PREFIX_BYTES;
    if (rest <= 0) {
      return 0;
    }
    return rest <= EncodedKeys.PREFIX_BYTES
        ? EncodedKeys.prefix(bytes, offset + EncodedKeys.PREFIX_BYTES, rest)
        : KeyHash.hash(bytes, offset, length);
  }

  /**
   * A hash of which all bits depend on all bits of the words: both halves of their product. Where a
   * word is the mask that makes it zero, the other doesn't count.
   */
  static long hash(long first, long second) {
    long left = first ^ FIRST_MASK;
    long right = second ^ SECOND_MASK;
    return left * right ^ Math.multiplyHigh(left, right);
  }

  /** Writes the 16 bytes of words, with which a key begins that is whole in them. */
  static void write(long first, long second, byte[] into) {
    EncodedKeys.writePrefix(first, into, 0);
    EncodedKeys.writePrefix(second, into, EncodedKeys.PREFIX_BYTES);
  }
}
