package dev.cobnut.core.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what was measured into the documentation. */
public final class Page {
  private static final Path DOCS = Path.of("..", "docs");

  private Page() {}

  /** Puts a whole file. */
  public static void write(String name, String text) {
    try {
      Files.writeString(DOCS.resolve(name), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Puts a text between the marks that carry its name in {@code scale.md}. */
  public static void writeSection(String name, String text) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end of " + name + " -->\n";
    try {
      String page = Files.readString(DOCS.resolve("scale.md"));
      int from = page.indexOf(begin);
      int to = page.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalStateException("docs/scale.md: no \"" + begin.strip() + "\" and its end");
      }
      write("scale.md", page.substring(0, from) + begin + "\n" + text + "\n" + page.substring(to));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
