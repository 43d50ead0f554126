package dev.cobnut.app.cli;

/** What a process exits with. */
final class Exit {
  static final int DONE = 0;

  /** The job failed or was cancelled. */
  static final int FAILED = 1;

  /** Wrong usage, input or output. */
  static final int USAGE = 2;

  /** No server, no acting master, or a full queue. */
  static final int UNAVAILABLE = 3;

  /** Ctrl-C. */
  static final int INTERRUPTED = 130;

  private Exit() {}

  /** What an answer of an HTTP status other than 2xx means. */
  static int ofStatus(int status) {
    return status == 429 || status >= 500 ? UNAVAILABLE : USAGE;
  }
}
