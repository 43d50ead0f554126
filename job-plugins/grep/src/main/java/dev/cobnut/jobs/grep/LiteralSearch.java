package dev.cobnut.jobs.grep;

import java.nio.charset.StandardCharsets;
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

  /** A search for a text of ASCII, of one character or more. */
  LiteralSearch(String ascii) {
    text = ascii.getBytes(StandardCharsets.US_ASCII);
    last = text.length - 1;
    if (last < 0) {
      throw new IllegalArgumentException("text: empty (expected: 1 character or more)");
    }
    Arrays.fill(steps, text.length);
    for (int index = 0; index < last; index++) {
      steps[text[index]] = last - index;
    }
  }

  /** Whether the text lies within these bytes. */
  boolean isIn(byte[] bytes, int offset, int length) {
    int end = offset + length;
    byte lastByte = text[last];
    int at = offset + last;
    while (at < end) {
      byte under = bytes[at];
      if (under == lastByte && isAt(bytes, at - last)) {
        return true;
      }
      at += steps[under & 0xff];
    }
    return false;
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
