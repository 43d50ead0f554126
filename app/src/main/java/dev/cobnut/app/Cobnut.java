package dev.cobnut.app;

import dev.cobnut.app.cli.Cli;
import dev.cobnut.app.cli.Surroundings;
import dev.cobnut.app.node.NodeLauncher;
import dev.cobnut.app.show.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The main class of the fat jar: a first argument that begins with {@code -}, or none, starts a
 * node with the Vert.x launcher; any other is a command.
 */
public final class Cobnut {
  private static final int COLUMNS = 80;
  private static final List<String> ASKS_FOR_HELP = List.of("-h", "-help", "--help");
  private static final List<String> ASKS_FOR_VERSION = List.of("-V", "--version");

  private Cobnut() {}

  public static void main(String[] args) {
    // UTF-8 whatever the locale: what is shown of an output is bytes of the user's.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    boolean node = startsNode(args);
    int code = run(args, out, err);
    out.flush();
    // A node that is up runs on in threads of its own.
    if (!node || code != 0) {
      System.exit(code);
    }
  }

  private static boolean startsNode(String[] args) {
    if (args.length == 0) {
      return true;
    }
    return args[0].startsWith("-")
        && !ASKS_FOR_HELP.contains(args[0])
        && !ASKS_FOR_VERSION.contains(args[0]);
  }

  /** Does what the arguments say and returns what the process exits with. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    Map<String, String> properties = NodeLauncher.texts(System.getProperties());
    if (startsNode(args)) {
      return new NodeLauncher(System.getenv(), properties, err).launch(args);
    }
    // What masters and workers tell operators is no part of a result.
    System.setProperty(LogSetup.LEVEL, System.getProperty(LogSetup.LEVEL, "WARN"));
    Surroundings surroundings =
        new Surroundings(
            new Terminal(out, err, isTerminal(), COLUMNS),
            System.getenv(),
            properties,
            Cobnut.class.getClassLoader());
    int code = new Cli(surroundings).run(args);
    if (args.length == 1 && ASKS_FOR_HELP.contains(args[0])) {
      out.println();
      out.println("The options of a node:");
      out.println(NodeLauncher.usage());
    }
    out.flush();
    return code;
  }

  /** Whether standard error goes to a terminal that can draw a line again. */
  @SuppressWarnings("SystemConsoleNull") // asked only where there is no /proc to tell better
  private static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Path standardError = Path.of("/proc/self/fd/2");
    try {
      return Files.exists(standardError)
          ? standardError.toRealPath().toString().matches("/dev/(pts/|tty).*")
          : System.console() != null;
    } catch (IOException closed) {
      return false;
    }
  }
}
