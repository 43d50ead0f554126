package dev.cobnut.core.model;

/**
 * A record of the input at which the job's code throws.
 *
 * @param file path or URI
 * @param relativePath below the input that named it
 * @param offset of its first byte in the file
 * @param bytes that it takes up in the file, with its end
 * @param error one line: what was thrown
 */
public record BadRecord(String file, String relativePath, long offset, long bytes, String error) {}
