package dev.cobnut.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the real jar. Its output goes to a file beside its configuration. */
public final class NodeProcess implements AutoCloseable {
  private final Launch launch;
  private final Path log;
  private final Process process;

  private NodeProcess(Launch launch, Path log, Process process) {
    this.launch = launch;
    this.log = log;
    this.process = process;
  }

  /**
   * What a node is started with.
   *
   * @param conf its configuration, JSON
   * @param prefix of the command: what its JVM is to run in; empty for nothing
   * @param api where it will answer
   */
  public record Launch(
      String name, String conf, List<String> prefix, List<String> jvmOptions, Api api) {
    public Launch {
      prefix = List.copyOf(prefix);
      jvmOptions = List.copyOf(jvmOptions);
    }
  }

  /** Starts a node; returns before it is ready. What it says is added to what it said before. */
  public static NodeProcess start(Launch launch, Path folder) throws IOException {
    Path conf = Files.writeString(folder.resolve(launch.name() + ".json"), launch.conf());
    Path log = folder.resolve(launch.name() + ".log");
    List<String> command = new ArrayList<>(launch.prefix());
    command.add(Jar.java());
    command.addAll(launch.jvmOptions());
    command.addAll(List.of("-jar", Jar.path().toString(), "-cluster", "-conf", conf.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new NodeProcess(launch, log, process);
  }

  public String name() {
    return launch.name();
  }

  /** What it was started with. */
  public Launch launch() {
    return launch;
  }

  public long pid() {
    return process.pid();
  }

  /** This process and no other, also when it has ended and another has got its number. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public Api api() {
    return launch.api();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Its exit status; it has ended, or ends within a minute. */
  public int exit() {
    if (!hasEnded(60)) {
      throw new AssertionError(name() + " runs (expected: its end)");
    }
    return process.exitValue();
  }

  /** As the power would: no hook runs, nothing is flushed. */
  public void kill() {
    process.destroyForcibly();
    if (!hasEnded(10)) {
      throw new IllegalStateException(name() + " outlives kill -9");
    }
  }

  /** Stops the process where it is, until it is told to go on. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets a paused process go on. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Has the process say in its log what each of its threads does. */
  public void tellThreads() throws IOException, InterruptedException {
    signal("QUIT");
  }

  /** Asks the process to end, and waits until it has. */
  public void stop() {
    process.destroy();
    if (!hasEnded(30)) {
      throw new AssertionError(name() + " runs on after SIGTERM (expected: its end within 30 s)");
    }
  }

  /** Whether the kernel has stopped it. */
  public boolean isPaused() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " " + pid() + ": exit " + exit + " (expected: 0)");
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
      throw new IllegalStateException("interrupted while " + name() + " ends", interrupted);
    }
  }
}
