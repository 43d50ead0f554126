package dev.cobnut.cluster.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system, which the tests need rights for. */
final class Shell {
  private static final int LIMIT_S = 30;

  private Shell() {}

  /** How a command ended, and what it printed. */
  record Result(int exit, String text) {}

  /** Runs a command; whatever comes of it. */
  static Result tryRun(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + ": runs (expected: its end within " + LIMIT_S + " s)");
    }
    return new Result(process.exitValue(), text);
  }

  /** Runs a command that must succeed, and gives what it printed. */
  static String run(String... command) throws IOException, InterruptedException {
    Result result = tryRun(List.of(command));
    if (result.exit() != 0) {
      throw new IOException(
          String.join(" ", command)
              + ": exit "
              + result.exit()
              + " (expected: 0): "
              + result.text());
    }
    return result.text();
  }
}
