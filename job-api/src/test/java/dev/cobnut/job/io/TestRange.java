package dev.cobnut.job.io;

import dev.cobnut.job.InputFormat;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A range of a file in memory, which gives at most a few bytes with each read. */
record TestRange(String content, long start, long end, int recordBytesMax, int readBytesMax)
    implements InputRange {

  /** What a reader found: each record as a text, with its place. */
  record Found(long position, String text) {}

  static TestRange whole(String content) {
    return new TestRange(content, 0, content.length(), 1 << 20, 1 << 20);
  }

  /** Reads a whole range. */
  static <I> List<Found> read(InputFormat<I> format, InputRange range, Function<I, String> toText)
      throws IOException {
    RecordReader<I> reader = format.open(range);
    List<Found> found = new ArrayList<>();
    while (reader.next()) {
      found.add(new Found(reader.position(), toText.apply(reader.record())));
    }
    return found;
  }

  @Override
  public String file() {
    return "/data/test";
  }

  @Override
  public String relativePath() {
    return "test";
  }

  @Override
  public long fileBytes() {
    return content.length();
  }

  /** The bytes are those of ISO 8859-1, so that any byte can stand in a text. */
  @Override
  public int read(long position, byte[] bytes, int offset, int length) {
    if (position >= content.length()) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, readBytesMax), content.length() - position);
    byte[] all = content.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(all, (int) position, bytes, offset, count);
    return count;
  }
}
