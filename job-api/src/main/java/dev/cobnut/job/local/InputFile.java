package dev.cobnut.job.local;

import java.nio.file.Path;

/**
 * A file of the input, as it was found.
 *
 * @param path that opens it, absolute
 * @param relativePath below the input that named it, with {@code /}; see {@link
 *     dev.cobnut.job.RecordPlace#relativePath()}
 * @param bytes its length
 * @param modifiedMs when it was last written, milliseconds since 1970
 */
public record InputFile(Path path, String relativePath, long bytes, long modifiedMs) {}
