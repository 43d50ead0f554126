package dev.cobnut.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command as a user does, in a process of its own. */
public final class Cli {
  private Cli() {}

  /** How a command ended, and what it printed. */
  public record Result(int exit, String out, String err) {}

  /** Runs {@code java -jar cobnut.jar ...} in a folder. */
  public static Result cobnut(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Jar.java(), "-jar", Jar.path().toString()));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  public static Result run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("cobnut-out", ".txt");
    Path err = Files.createTempFile("cobnut-err", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            command + " didn't end\n" + Files.readString(out) + Files.readString(err));
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
