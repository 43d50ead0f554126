package dev.cobnut.app.show;

import java.io.PrintStream;
import java.util.List;

/**
 * Where a command writes.
 *
 * @param out for results
 * @param err for progress and errors
 * @param interactive whether a person sees {@code err} and it can draw a line again
 * @param columns of a line
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, int columns) {
  /** Writes lines to {@code out}. */
  public void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }
}
