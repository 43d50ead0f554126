package dev.cobnut.worker.reduce;

/** A record that reduce emitted is longer than the configuration allows. */
final class RecordOutTooLongException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordOutTooLongException(String message) {
    super(message);
  }
}
