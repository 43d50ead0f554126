package dev.cobnut.worker.shuffle;

import java.nio.file.Path;

/** What was fetched can't be written to the local disk, or isn't wanted any more. */
final class FetchFileException extends Exception {
  private static final long serialVersionUID = 1L;

  FetchFileException(Path file, Throwable cause) {
    super(file + ": " + cause.getMessage() + " (expected: a file that can be written)", cause);
  }

  FetchFileException(Path file, Thread found, Thread expected) {
    super(
        "%s: fetched on thread %s (expected: %s, on which it was opened)"
            .formatted(file, found.getName(), expected.getName()));
  }

  /** Whether the disk is to blame. */
  boolean isOfDisk() {
    return getCause() != null;
  }

  FetchFileException(Path file) {
    super(file + ": closed while a region came in");
  }
}
