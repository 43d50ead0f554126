package dev.cobnut.worker.run;

import java.nio.file.Path;

/**
 * One partition's records in a local file.
 *
 * @param offset of the first byte in the file
 * @param bytes of the region
 * @param records in the region
 * @param crc32c of the region's bytes
 * @param keyBytesMax length of the longest key
 */
public record Region(
    Path file, long offset, long bytes, long records, int crc32c, int keyBytesMax) {}
