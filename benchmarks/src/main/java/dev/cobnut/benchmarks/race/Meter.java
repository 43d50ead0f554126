package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command to its end and measures it. One at a time: the account of this process's children
 * is where the figures come from.
 *
 * @param folder in which the command runs
 * @param limit after which it is ended
 */
record Meter(Path folder, Duration limit) {
  /**
   * Measures one command.
   *
   * @param log that takes what it prints
   * @param standing processes that work for it, and run before and after
   * @throws IOException where it fails, with the end of what it printed
   */
  Cost measure(List<String> command, Path log, List<Long> standing)
      throws IOException, InterruptedException {
    Account before = Account.ofChildren();
    Account standingBefore = Account.of(standing);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    long startNs = System.nanoTime();
    Process process = builder.start();
    List<Long> watched = new ArrayList<>(standing);
    watched.add(process.pid());
    MemoryWatch memory = MemoryWatch.start(watched);
    await(process, command);
    double wallSeconds = (System.nanoTime() - startNs) / 1e9;
    memory.stop();
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + "\nended with "
              + process.exitValue()
              + " (expected: 0), and said last:\n"
              + end(log));
    }
    Account used =
        Account.ofChildren().minus(before).plus(Account.of(standing).minus(standingBefore));
    return new Cost(
        wallSeconds,
        used.cpuSeconds(),
        memory.residentPeakBytes(),
        memory.anonymousPeakBytes(),
        used.writtenBytes());
  }

  private void await(Process process, List<String> command)
      throws IOException, InterruptedException {
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    }
    if (!ended) {
      throw new IOException(
          String.join(" ", command) + "\nruns on after " + limit + " (expected: that it ends)");
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
