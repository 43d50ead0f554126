package dev.cobnut.job;

import java.io.IOException;

/**
 * A record is longer than the configuration allows ({@code record.limit}). The message names the
 * place.
 */
public final class RecordTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  public RecordTooLongException(String file, long offset, long recordBytesMax) {
    super(
        "record at byte "
            + offset
            + " of "
            + file
            + " is longer than record.limit (expected: at most "
            + recordBytesMax
            + " bytes)");
  }
}
