package dev.cobnut.core.model;

/**
 * A part of an input file.
 *
 * @param file path or URI
 * @param relativePath below the input that named it
 * @param start first byte
 * @param end byte after the last
 * @param fileBytes length of the whole file when the job was planned
 * @param modifiedMs of the file when the job was planned; a file that changed since fails the
 *     attempt
 */
public record FileSlice(
    String file, String relativePath, long start, long end, long fileBytes, long modifiedMs) {
  /** Bytes of the slice. */
  public long bytes() {
    return end - start;
  }
}
