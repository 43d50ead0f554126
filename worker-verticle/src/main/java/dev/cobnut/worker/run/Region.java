package dev.cobnut.worker.run;

import java.nio.file.Path;

/**
 * One partition's records in a local file.
 *
 * @param offset of the first byte in the file
 * @param bytes of the region, as it lies there
 * @param records in the region
 * @param crc32c of these bytes
 * @param keyBytesMax length of the longest key
 * @param codec that its frames are compressed with, if any
 * @param recordBytes of all records together; those of the region where there is no codec
 */
public record Region(
    Path file,
    long offset,
    long bytes,
    long records,
    int crc32c,
    int keyBytesMax,
    Codec codec,
    long recordBytes) {}
