package dev.cobnut.runtime.checkpoint;

/** Bytes that should hold a Save don't. */
public final class SaveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SaveException(String message) {
    super(message);
  }

  SaveException(String message, Throwable cause) {
    super(message, cause);
  }
}
