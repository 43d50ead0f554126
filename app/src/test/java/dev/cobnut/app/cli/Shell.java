package dev.cobnut.app.cli;

import dev.cobnut.app.show.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs commands as {@code main} does, and keeps what they print. */
final class Shell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ClassLoader loader;
  private final Map<String, String> properties;

  Shell(ClassLoader loader) {
    this(loader, Map.of());
  }

  Shell(ClassLoader loader, Map<String, String> properties) {
    this.loader = loader;
    this.properties = properties;
  }

  int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal = new Terminal(stream(out), stream(err), false, 80);
    return new Cli(new Surroundings(terminal, Map.of(), properties, loader)).run(args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
