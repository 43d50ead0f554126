package dev.cobnut.job.io;

import dev.cobnut.job.ByteSearch;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordTooLongException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines that begin in a range, or those of them that hold a text. A range that doesn't
 * start the file is read from the byte before it on: where that byte ends a line, the first line of
 * the range begins with the range; else the line that comes over the border belongs to the range
 * before.
 *
 * <p>The buffer holds at most one byte more than the longest line allowed. Confined to the thread
 * of the task.
 */
final class LineScanner {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int ARRAY_LENGTH_MAX = Integer.MAX_VALUE - 8;

  private final InputRange range;
  private final @Nullable LiteralSearch wanted;
  private final int lineBytesMax;

  private byte[] buffer;

  /** Where the first byte of the buffer lies in the file. */
  private long base;

  /** How many bytes of the buffer are filled. */
  private int limit;

  /** The index at which the current line begins, and the one after its last byte. */
  private int begin;

  private int end;

  /** The index at which the next line begins. */
  private int next;

  private boolean atStart = true;

  LineScanner(InputRange range) {
    this(range, null);
  }

  /** Finds the lines that hold a text; all lines where it is null. */
  LineScanner(InputRange range, @Nullable LiteralSearch wanted) {
    this.range = range;
    this.wanted = wanted;
    lineBytesMax = Math.min(ARRAY_LENGTH_MAX - 1, range.recordBytesMax());
    long bytes = Math.min(BUFFER_BYTES, range.end() - range.start() + 1);
    buffer = new byte[(int) Math.max(1, Math.min(bytes, lineBytesMax + 1))];
    base = Math.max(0, range.start() - 1);
  }

  boolean next() throws IOException {
    if (atStart) {
      atStart = false;
      if (range.start() > 0 && !skipToLine()) {
        return false;
      }
    }
    return wanted == null ? nextLine() : nextWith(wanted);
  }

  private boolean nextLine() throws IOException {
    begin = next;
    if (base + begin >= range.end()) {
      return false;
    }
    int from = begin;
    while (true) {
      end = ByteSearch.indexOf(buffer, from, limit, '\n');
      if (end >= 0) {
        next = end + 1;
        return true;
      }
      int scanned = limit - begin;
      if (scanned > lineBytesMax) {
        throw new RecordTooLongException(range.file(), position(), lineBytesMax);
      }
      boolean more = fill();
      from = begin + scanned;
      if (!more) {
        end = limit;
        next = limit;
        return end > begin;
      }
    }
  }

  /** Looks for the text in all that is read at once, and only then for the line that it is in. */
  private boolean nextWith(LiteralSearch text) throws IOException {
    int from = next;
    while (true) {
      int found = text.indexIn(buffer, from, limit);
      next = behindLastNewline(buffer, next, found < 0 ? limit : found);
      if (found >= 0) {
        return nextLine();
      }
      begin = next;
      if (base + begin >= range.end()) {
        return false;
      }
      int scanned = limit - begin;
      if (scanned > lineBytesMax) {
        throw new RecordTooLongException(range.file(), position(), lineBytesMax);
      }
      if (!fill()) {
        return false;
      }
      next = begin;
      from = begin + Math.max(0, scanned - text.length() + 1);
    }
  }

  byte[] array() {
    return buffer;
  }

  int offset() {
    return begin;
  }

  int length() {
    return end - begin;
  }

  /** Where the current line begins in the file. */
  long position() {
    return base + begin;
  }

  /** The byte after the current line and its newline. */
  long end() {
    return base + next;
  }

  /**
   * Goes behind the first newline from the byte before the range on, if it lies before the last
   * byte of the range.
   */
  private boolean skipToLine() throws IOException {
    while (base + limit < range.end()) {
      begin = limit;
      int from = fill() ? begin : limit;
      if (from == limit) {
        return false;
      }
      int newline = ByteSearch.indexOf(buffer, from, limit, '\n');
      if (newline >= 0) {
        next = newline + 1;
        return true;
      }
    }
    return false;
  }

  /** Reads more bytes behind what is kept, which is everything from {@code begin} on. */
  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      int kept = limit - begin;
      if (begin > 0) {
        System.arraycopy(buffer, begin, buffer, 0, kept);
      } else {
        buffer = Arrays.copyOf(buffer, (int) Math.min(lineBytesMax + 1, 2L * buffer.length));
      }
      base += begin;
      begin = 0;
      limit = kept;
    }
    int count = range.read(base + limit, buffer, limit, buffer.length - limit);
    if (count < 0) {
      return false;
    }
    limit += count;
    return true;
  }

  /** The index behind the last newline before {@code to}; {@code from} where there is none. */
  private static int behindLastNewline(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
