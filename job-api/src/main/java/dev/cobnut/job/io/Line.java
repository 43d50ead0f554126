package dev.cobnut.job.io;

import dev.cobnut.job.Utf8;

/**
 * A line of text as it stands in the file, without its end: a view of the reader's buffer, moved on
 * by the reader. Valid until the map function returns; whatever must stay is copied. Confined to
 * the thread of the task.
 */
public final class Line {
  private final Utf8 text = new Utf8();
  private final Words words = new Words(text);

  Line() {}

  void set(byte[] array, int offset, int length) {
    text.set(array, offset, length);
  }

  /** The bytes of the line, as a view that moves on with the line; {@link Utf8#copy()} keeps it. */
  public Utf8 text() {
    return text;
  }

  /** The words of the line: maximal runs of bytes that aren't ASCII white space. */
  public Words words() {
    return words;
  }

  /** How many bytes the line has, not characters. */
  public int length() {
    return text.length();
  }

  /** The array that holds the bytes, from {@link #offset()}. */
  public byte[] array() {
    return text.array();
  }

  /** Where the line begins in {@link #array()}. */
  public int offset() {
    return text.offset();
  }

  /** The line as a string; bytes that aren't UTF-8 become U+FFFD. */
  @Override
  public String toString() {
    return text.toString();
  }
}
