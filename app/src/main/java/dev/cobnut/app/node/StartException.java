package dev.cobnut.app.node;

/** A node doesn't start; the message says why, for whoever started it. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
