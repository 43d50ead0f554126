package dev.cobnut.job.io;

import dev.cobnut.job.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The words of a line: maximal runs of bytes other than space, tab, newline, vertical tab, form
 * feed and carriage return. One view is moved from word to word; {@link Utf8#copy()} keeps one.
 * Confined to the thread of the task.
 */
public final class Words implements Iterable<Utf8> {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = ~HIGH_BITS;
  private static final long SPACES = 0x2020202020202020L;

  /** What makes the high bit of seven where they are a tab or more. */
  private static final long FROM_TAB = 0x0101010101010101L * (0x80 - '\t');

  /** Likewise where they are more than a carriage return. */
  private static final long BEHIND_RETURN = 0x0101010101010101L * (0x80 - '\r' - 1);

  private final Utf8 text;
  private final Utf8 word = new Utf8();

  Words(Utf8 text) {
    this.text = text;
  }

  /**
   * Calls the action with each word, in order, without allocating. Not to be nested for one line.
   */
  @Override
  public void forEach(Consumer<? super Utf8> action) {
    byte[] array = text.array();
    int end = text.offset() + text.length();
    int begin = skipSpace(array, text.offset(), end);
    while (begin < end) {
      int wordEnd = skipWord(array, begin, end);
      action.accept(word.set(array, begin, wordEnd - begin));
      begin = skipSpace(array, wordEnd, end);
    }
  }

  /** Walks the words; all that it returns is one view, moved on by {@link Iterator#next()}. */
  @Override
  public Iterator<Utf8> iterator() {
    byte[] array = text.array();
    int end = text.offset() + text.length();
    int first = skipSpace(array, text.offset(), end);
    return new Iterator<>() {
      private final Utf8 current = new Utf8();
      private int begin = first;

      @Override
      public boolean hasNext() {
        return begin < end;
      }

      @Override
      public Utf8 next() {
        if (begin >= end) {
          throw new NoSuchElementException("no more words");
        }
        int wordEnd = skipWord(array, begin, end);
        current.set(array, begin, wordEnd - begin);
        begin = skipSpace(array, wordEnd, end);
        return current;
      }
    };
  }

  private static int skipSpace(byte[] array, int from, int end) {
    int at = from;
    while (at < end && isSpace(array[at])) {
      at++;
    }
    return at;
  }

  /** Looks at eight bytes at once, be they behind the end, as long as the array has them. */
  private static int skipWord(byte[] array, int from, int end) {
    int at = from;
    int last = Math.min(end - 1, array.length - Long.BYTES);
    for (; at <= last; at += Long.BYTES) {
      long spaces = spaces((long) LONG.get(array, at));
      if (spaces != 0) {
        return Math.min(end, at + (Long.numberOfTrailingZeros(spaces) >>> 3));
      }
    }
    while (at < end && !isSpace(array[at])) {
      at++;
    }
    return Math.min(at, end);
  }

  /** The high bit of each byte that is white space; no byte has a carry into the next one. */
  private static long spaces(long bytes) {
    long low = bytes & LOW_BITS;
    long controls = (low + FROM_TAB) & ~(low + BEHIND_RETURN);
    long spaces = ~((low ^ SPACES) + LOW_BITS);
    return (controls | spaces) & ~bytes & HIGH_BITS;
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || (value <= '\r' && value >= '\t');
  }
}
