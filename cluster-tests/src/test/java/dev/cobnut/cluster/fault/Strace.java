package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes system calls of a running node fail, or take long. */
final class Strace implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Strace(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Attaches to a node.
   *
   * @param calls with commas
   * @param how what strace injects, as in {@code error=EIO:when=1}
   */
  static Strace attach(NodeProcess node, String calls, String how, Path log)
      throws IOException, InterruptedException {
    Rights.TRACE.require();
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-e",
                "trace=" + calls,
                "-e",
                "inject=" + calls + ":" + how,
                "-o",
                log.toString(),
                "-p",
                Long.toString(node.pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Strace strace = new Strace(process, log);
    Await.until(
        "strace at " + node.name(),
        Duration.ofSeconds(20),
        () ->
            Files.readString(Path.of("/proc/" + node.pid() + "/status"))
                .contains("TracerPid:\t" + process.pid()));
    return strace;
  }

  /** How many calls it has tampered with. */
  long times() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("(INJECTED)") || line.contains("(DELAYED)"))
          .count();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("strace runs (expected: its end)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
