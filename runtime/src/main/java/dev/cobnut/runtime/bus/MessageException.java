package dev.cobnut.runtime.bus;

/** What came over the bus isn't one of the messages, or is damaged. */
public final class MessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
