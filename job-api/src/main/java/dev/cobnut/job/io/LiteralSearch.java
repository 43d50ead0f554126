package dev.cobnut.job.io;

import dev.cobnut.job.Utf8;
import java.util.Arrays;

/**
 * Finds a text in bytes by Horspool's rule: it compares from the text's end, and moves on by as
 * much as the byte under that end allows. R. N. Horspool, Practical Fast Searching in Strings,
 * Software: Practice and Experience 10 (1980). Safe for use by any thread.
 */
final class LiteralSearch {
  private final byte[] text;
  private final int last;

  /** How far to move for each byte under the text's end. */
  private final int[] steps = new int[1 << Byte.SIZE];

  /** A search for a text of one byte or more. */
  LiteralSearch(Utf8 sought) {
    text = Arrays.copyOfRange(sought.array(), sought.offset(), sought.offset() + sought.length());
    last = text.length - 1;
    if (last < 0) {
      throw new IllegalArgumentException("text: empty (expected: 1 byte or more)");
    }
    Arrays.fill(steps, text.length);
    for (int index = 0; index < last; index++) {
      steps[text[index] & 0xff] = last - index;
    }
  }

  /** How long the text is, bytes. */
  int length() {
    return text.length;
  }

  /** Where the text lies first, as a whole, from an index on and before another; -1 nowhere. */
  int indexIn(byte[] bytes, int from, int to) {
    byte lastByte = text[last];
    for (int at = from + last; at < to; ) {
      byte under = bytes[at];
      if (under == lastByte && isAt(bytes, at - last)) {
        return at - last;
      }
      at += steps[under & 0xff];
    }
    return -1;
  }

  private boolean isAt(byte[] bytes, int from) {
    for (int index = 0; index < last; index++) {
      if (bytes[from + index] != text[index]) {
        return false;
      }
    }
    return true;
  }
}
