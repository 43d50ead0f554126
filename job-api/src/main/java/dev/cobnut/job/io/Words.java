package dev.cobnut.job.io;

import dev.cobnut.job.ByteSearch;
import dev.cobnut.job.Utf8;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The words of a line: maximal runs of bytes other than space, tab, newline, vertical tab, form
 * feed and carriage return. One view is moved from word to word; {@link Utf8#copy()} keeps one.
 * Confined to the thread of the task.
 */
public final class Words implements Iterable<Utf8> {
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
    while (at < end && ByteSearch.isWhiteSpace(array[at])) {
      at++;
    }
    return at;
  }

  private static int skipWord(byte[] array, int from, int end) {
    int space = ByteSearch.indexOfWhiteSpace(array, from, end);
    return space < 0 ? end : space;
  }
}
