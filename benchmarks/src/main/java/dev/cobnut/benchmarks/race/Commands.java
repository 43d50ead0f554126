package dev.cobnut.benchmarks.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Commands that prepare a race and aren't measured. */
final class Commands {
  private Commands() {}

  /**
   * Runs a command to its end, and gives what it printed.
   *
   * @throws IOException where it fails, with what it printed
   */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with " + exit + " (expected: 0):\n" + said);
    }
    return said;
  }
}
