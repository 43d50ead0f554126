package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a page between two marks, which are written by this program and by nobody else. */
record MarkedSection(Path page, String name) {
  /** Replaces what is between the marks. */
  void write(List<String> lines) throws IOException {
    List<String> old = Files.readAllLines(page);
    int from = old.indexOf("<!-- " + name + " -->");
    int to = old.indexOf("<!-- end of " + name + " -->");
    if (from < 0 || to < from) {
      throw new IOException(
          page
              + " has no section "
              + name
              + " (expected: <!-- %s -->, later <!-- end of %s -->)".formatted(name, name));
    }
    List<String> text = new ArrayList<>(old.subList(0, from + 1));
    text.add("");
    text.addAll(lines);
    text.add("");
    text.addAll(old.subList(to, old.size()));
    Files.write(page, text);
  }
}
