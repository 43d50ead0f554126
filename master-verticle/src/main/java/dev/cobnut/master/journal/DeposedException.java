package dev.cobnut.master.journal;

/** Another master's word counts. */
public final class DeposedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A number that was to be this master's. */
  public DeposedException(long number) {
    super("segment " + number + " is another master's (expected: mine)");
  }
}
