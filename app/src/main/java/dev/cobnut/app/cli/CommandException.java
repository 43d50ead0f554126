package dev.cobnut.app.cli;

/** A command can't go on; the message is for the user. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exit;

  CommandException(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** A wrong argument, input or output. */
  static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }

  /** What the process exits with. */
  int exit() {
    return exit;
  }
}
