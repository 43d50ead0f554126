package dev.cobnut.master.journal;

import java.io.IOException;

/**
 * The journal holds bytes that it can't have been given. The message says where, and what to do.
 */
public final class DamagedJournalException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedJournalException(String object, String found) {
    super(
        object
            + ": "
            + found
            + " (expected: what a master wrote there). No job is taken up before this is mended:"
            + " put the object back from a copy, or move the whole state storage away, which"
            + " forgets all jobs");
  }
}
