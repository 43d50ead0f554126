package dev.cobnut.core.patch;

/**
 * Replaces a text that stands exactly once in a source file.
 *
 * @param file below the patched package
 */
public record Patch(String file, String find, String replace) {}
