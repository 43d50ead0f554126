package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a page between two marks, which are written by this program and by nobody else. */
record MarkedSection(Path page, String name) {
  /**
   * Looks for the marks, before anything takes its time that is to go between them.
   *
   * @throws IOException that names those that aren't there
   */
  void require() throws IOException {
    List<String> lines = Files.readAllLines(page);
    if (begin(lines) < 0 || end(lines) < begin(lines)) {
      throw new IOException(
          page
              + " has no section "
              + name
              + " (expected: <!-- %s -->, later <!-- end of %s -->)".formatted(name, name));
    }
  }

  private int begin(List<String> lines) {
    return lines.indexOf("<!-- " + name + " -->");
  }

  private int end(List<String> lines) {
    return lines.indexOf("<!-- end of " + name + " -->");
  }

  /** Replaces what is between the marks. */
  void write(List<String> lines) throws IOException {
    require();
    List<String> old = Files.readAllLines(page);
    int from = begin(old);
    int to = end(old);
    List<String> text = new ArrayList<>(old.subList(0, from + 1));
    text.add("");
    text.addAll(lines);
    text.add("");
    text.addAll(old.subList(to, old.size()));
    Files.write(page, text);
  }
}
