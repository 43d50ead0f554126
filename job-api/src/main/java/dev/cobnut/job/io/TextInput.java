package dev.cobnut.job.io;

import dev.cobnut.job.InputFormat;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads text line by line. A line ends at {@code \n}, which isn't part of it; a {@code \r} before
 * that is; the last line of a file needs no end. Bytes that aren't UTF-8 pass unchanged. A line
 * longer than the record limit ends the task with a {@link dev.cobnut.job.RecordTooLongException}.
 */
public final class TextInput {
  private TextInput() {}

  /**
   * Lines as views of the reader's buffer, without decoding: one object, moved from line to line.
   */
  public static InputFormat<Line> lines() {
    return range -> new LineReader(new LineScanner(range));
  }

  /**
   * Only those of the {@link #lines()} that hold a text: much quicker where few do, since the
   * others are passed over without a look for where they begin and end. They aren't counted as
   * records.
   *
   * @param text of one byte or more, none of them a {@code \n}
   */
  public static InputFormat<Line> linesWith(Utf8 text) {
    if (text.indexOf('\n', 0) >= 0) {
      throw new IllegalArgumentException(
          "text: \"" + text + "\" (expected: one without a line end, since no line has one)");
    }
    LiteralSearch search = new LiteralSearch(text);
    return range -> new LineReader(new LineScanner(range, search));
  }

  /** Lines as strings; bytes that aren't UTF-8 become U+FFFD. */
  public static InputFormat<String> strings() {
    return StringReader::new;
  }

  private static final class LineReader implements RecordReader<Line> {
    private final LineScanner scanner;
    private final Line line = new Line();

    LineReader(LineScanner scanner) {
      this.scanner = scanner;
    }

    @Override
    public boolean next() throws IOException {
      if (!scanner.next()) {
        return false;
      }
      line.set(scanner.array(), scanner.offset(), scanner.length());
      return true;
    }

    @Override
    public Line record() {
      return line;
    }

    @Override
    public long position() {
      return scanner.position();
    }

    @Override
    public long end() {
      return scanner.end();
    }
  }

  private static final class StringReader implements RecordReader<String> {
    private final LineScanner scanner;

    StringReader(InputRange range) {
      scanner = new LineScanner(range);
    }

    @Override
    public boolean next() throws IOException {
      return scanner.next();
    }

    @Override
    public String record() {
      return new String(
          scanner.array(), scanner.offset(), scanner.length(), StandardCharsets.UTF_8);
    }

    @Override
    public long position() {
      return scanner.position();
    }

    @Override
    public long end() {
      return scanner.end();
    }
  }
}
