package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: finds the command, runs it, and turns what it throws into a line and a code.
 */
public final class Cli {
  private final Surroundings surroundings;

  public Cli(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What stands above all commands. */
  @Command(
      name = "cobnut",
      description = "MapReduce as a Vert.x application.",
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Without a command, or with an option first, a node starts:",
        "  java -jar cobnut.jar -cluster -conf FILE   a node of a cluster",
        "  java -jar cobnut.jar                       a node alone, with its HTTP API",
        "",
        "Exit codes: 0 done, 1 the job failed or was cancelled, 2 wrong usage, input or",
        "output, 3 no server, no acting master or a full queue, 130 interrupted."
      },
      subcommands = HelpCommand.class)
  static final class Root implements Runnable {
    @Mixin final HelpOption help = new HelpOption();

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Prints the version.")
    boolean version;

    @Override
    public void run() {
      throw new IllegalStateException("no command (the caller starts a node instead)");
    }
  }

  /** The version that the jar's manifest gives. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      return new String[] {
        "Cobnut " + (version == null ? "(unpackaged)" : version),
        "Java " + Runtime.version().feature()
      };
    }
  }

  /** Runs a command and returns what the process exits with. */
  public int run(String[] args) {
    CommandLine commandLine = commandLine(args);
    Terminal terminal = surroundings.terminal();
    commandLine
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((failure, given) -> wrongUsage(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    return commandLine.execute(args);
  }

  /** The commands, in the order in which they are listed. */
  private Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(surroundings));
    commands.put("verify", () -> new VerifyCommand(surroundings));
    commands.put("submit", () -> new SubmitCommand(surroundings));
    commands.put("jobs", () -> new JobsCommand(surroundings));
    commands.put("job", () -> new JobCommand(surroundings));
    commands.put("tasks", () -> new TasksCommand(surroundings));
    commands.put("output", () -> new OutputCommand(surroundings));
    commands.put("cancel", () -> new CancelCommand(surroundings));
    commands.put("explain", () -> new ExplainCommand(surroundings));
    commands.put("workers", () -> new WorkersCommand(surroundings));
    commands.put("drain", () -> new DrainCommand(surroundings));
    commands.put("plugins", () -> new PluginsCommand(surroundings));
    commands.put(
        "plugin",
        () ->
            new CommandLine(new PluginCommand())
                .addSubcommand(new PluginCommand.Add(surroundings))
                .addSubcommand(new PluginCommand.Remove(surroundings)));
    return commands;
  }

  private CommandLine commandLine(String[] args) {
    CommandLine commandLine = new CommandLine(new Root());
    Map<String, Supplier<Object>> commands = commands();
    if (args.length > 0 && commands.containsKey(args[0])) {
      // Reading the annotations of all the others would take longer than a small job.
      commands.keySet().retainAll(List.of(args[0]));
    }
    commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
    return commandLine;
  }

  private int wrongUsage(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    List<String> unmatched = command.getUnmatchedArguments();
    String message = String.valueOf(failure.getMessage());
    List<String> suggestions = List.of();
    if (!unmatched.isEmpty()) {
      // A mistyped option leaves another one missing; the typo is what helps.
      message = "unknown: " + String.join(" ", unmatched);
      suggestions = new UnmatchedArgumentException(command, unmatched).getSuggestions();
    }
    error(message);
    String path = command.getCommandSpec().qualifiedName(" ").replaceFirst("^cobnut ?", "");
    PrintStream err = surroundings.terminal().err();
    if (!suggestions.isEmpty()) {
      err.println("did you mean: " + String.join(", ", suggestions) + "?");
    }
    err.println("see: cobnut help" + (path.isEmpty() ? "" : " " + path));
    return Exit.USAGE;
  }

  private int failed(Exception failure) throws Exception {
    if (failure instanceof CommandException refused) {
      error(String.valueOf(refused.getMessage()));
      return refused.exit();
    }
    if (failure instanceof ServerException refused) {
      error(String.valueOf(refused.getMessage()));
      return Exit.ofStatus(refused.status());
    }
    if (failure instanceof InterruptedException || failure instanceof CancellationException) {
      error("interrupted");
      return Exit.INTERRUPTED;
    }
    throw failure;
  }

  private void error(String message) {
    surroundings.terminal().err().println("error: " + message);
  }
}
