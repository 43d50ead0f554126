package dev.cobnut.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the real jar. Its output goes to a file beside its configuration. */
final class NodeProcess implements AutoCloseable {
  private final String name;
  private final int httpPort;
  private final Path log;
  private final Process process;

  private NodeProcess(String name, int httpPort, Path log, Process process) {
    this.name = name;
    this.httpPort = httpPort;
    this.log = log;
    this.process = process;
  }

  /** Starts a node; returns before it is ready. */
  static NodeProcess start(
      String name, Path folder, int httpPort, String conf, List<String> jvmOptions)
      throws IOException {
    Path confFile = Files.writeString(folder.resolve(name + ".json"), conf);
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(Jar.java()));
    command.addAll(jvmOptions);
    command.addAll(
        List.of("-jar", Jar.path().toString(), "-cluster", "-conf", confFile.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new NodeProcess(name, httpPort, log, process);
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  Api api() {
    return new Api(httpPort);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** As the power would: no hook runs, nothing is flushed. */
  void kill() {
    process.destroyForcibly();
    if (!hasEnded(10)) {
      throw new IllegalStateException(name + " outlives kill -9");
    }
  }

  @Override
  public void close() {
    process.destroy();
    if (!hasEnded(15)) {
      kill();
    }
  }

  private boolean hasEnded(int withinSeconds) {
    try {
      return process.waitFor(withinSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while " + name + " ends", interrupted);
    }
  }
}
