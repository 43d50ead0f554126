package dev.cobnut.app.cli;

import picocli.CommandLine.Option;

/** What every command can say of itself. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says how to use the command.")
  boolean help;
}
