package dev.cobnut.core.model;

/**
 * The jar that a job came from.
 *
 * @param name of the jar's file, without {@code .jar}
 * @param version as the jar's manifest says, or {@code unknown}
 * @param sha256 of the jar, 64 hexadecimal digits
 */
public record PluginRef(String name, String version, String sha256) {}
