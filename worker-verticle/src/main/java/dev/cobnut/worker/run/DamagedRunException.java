package dev.cobnut.worker.run;

import java.io.IOException;
import java.nio.file.Path;

/** A run on disk isn't what was written: its bytes, its index or its length are wrong. */
public final class DamagedRunException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /**
   * Says what is damaged.
   *
   * @param offset of the region in the file, or of the part of the file that is damaged
   */
  public DamagedRunException(Path file, long offset, String found, String expected) {
    super(file + " at byte " + offset + ": " + found + " (expected: " + expected + ")");
    this.file = file.toString();
    this.offset = offset;
  }

  /** The file that is damaged. */
  public Path file() {
    return Path.of(file);
  }

  /** Where the damaged region begins in the file. */
  public long offset() {
    return offset;
  }
}
