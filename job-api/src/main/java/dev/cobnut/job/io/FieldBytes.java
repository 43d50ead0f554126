package dev.cobnut.job.io;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Utf8;

/** Appends a key or value as the bytes that a user expects to see. Confined to one task. */
final class FieldBytes {
  private static final int LONG_DIGITS_MAX = 20;

  private final byte[] digits = new byte[LONG_DIGITS_MAX];

  void append(Object field, ByteOutput out) {
    if (field instanceof Utf8 text) {
      out.putBytes(text.array(), text.offset(), text.length());
    } else if (field instanceof Long number) {
      appendDecimal(number, out);
    } else if (field instanceof Integer number) {
      appendDecimal(number, out);
    } else if (field instanceof byte[] bytes) {
      out.putBytes(bytes);
    } else if (field != Nothing.NOTHING) {
      out.putString(field.toString());
    }
  }

  private void appendDecimal(long number, ByteOutput out) {
    int at = digits.length;
    // Negative numbers reach further than positive ones, so the digits are taken off below zero.
    long rest = number < 0 ? number : -number;
    do {
      digits[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    out.putBytes(digits, at, digits.length - at);
  }
}
