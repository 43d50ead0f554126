package dev.cobnut.job;

/**
 * The place of a record in the input.
 *
 * @param file the file, as a path or URI that opens it
 * @param relativePath the file's path below the input that named it, with {@code /}; for a file
 *     named itself, its name
 * @param offset of the record's first byte in the file, bytes
 */
public record RecordPlace(String file, String relativePath, long offset) {
  /** No place: what is being processed isn't a record of the input. */
  public static final RecordPlace NONE = new RecordPlace("", "", -1);

  @Override
  public String toString() {
    return offset < 0 ? "no record" : file + " at byte " + offset;
  }
}
