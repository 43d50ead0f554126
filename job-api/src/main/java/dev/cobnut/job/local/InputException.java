package dev.cobnut.job.local;

import java.io.IOException;

/**
 * An input can't be used as it was given. The message names it, what was found, and what was
 * expected.
 */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1L;

  InputException(String input, String found, String expected) {
    super("input " + input + ": " + found + " (expected: " + expected + ")");
  }

  InputException(String input, String found, String expected, IOException cause) {
    super("input " + input + ": " + found + " (expected: " + expected + ")", cause);
  }
}
