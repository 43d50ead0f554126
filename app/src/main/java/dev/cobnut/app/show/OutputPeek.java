package dev.cobnut.app.show;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first lines of an output, as far as a terminal can show them. */
public final class OutputPeek {
  private static final int PEEK_BYTES_MAX = 4096;

  private OutputPeek() {}

  /**
   * What a peek found.
   *
   * @param part the first part that isn't empty
   * @param lines its first ones, cut to the columns, without control characters
   */
  public record Peek(Path part, List<String> lines) {}

  /** The parts of an output, in order. */
  public static List<Path> parts(Path output) throws IOException {
    List<Path> parts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(output, "part-r-*")) {
      files.forEach(parts::add);
    }
    parts.sort(null);
    return parts;
  }

  /** Empty where all parts are. */
  public static Optional<Peek> first(List<Path> parts, int linesMax, int columns)
      throws IOException {
    for (Path part : parts) {
      try (InputStream in = Files.newInputStream(part)) {
        byte[] head = in.readNBytes(PEEK_BYTES_MAX);
        if (head.length > 0) {
          boolean whole = head.length < PEEK_BYTES_MAX;
          return Optional.of(new Peek(part, lines(head, whole, linesMax, columns)));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(byte[] head, boolean whole, int linesMax, int columns) {
    List<String> lines = new ArrayList<>();
    String text = new String(head, StandardCharsets.UTF_8);
    int start = 0;
    while (start < text.length() && lines.size() < linesMax) {
      int end = text.indexOf('\n', start);
      if (end < 0 && !whole && !lines.isEmpty()) {
        break;
      }
      int to = end < 0 ? text.length() : end;
      lines.add(printable(text.substring(start, to), columns));
      start = to + 1;
    }
    return lines;
  }

  private static String printable(String line, int columns) {
    StringBuilder shown = new StringBuilder();
    line.codePoints()
        .forEach(
            point ->
                shown.appendCodePoint(
                    Character.isISOControl(point) && point != '\t' ? '.' : point));
    return shown.codePointCount(0, shown.length()) <= columns
        ? shown.toString()
        : shown.substring(0, shown.offsetByCodePoints(0, columns - 3)) + "...";
  }
}
