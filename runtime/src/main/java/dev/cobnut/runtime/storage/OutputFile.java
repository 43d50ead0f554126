package dev.cobnut.runtime.storage;

/** A file in an output's folder. */
public record OutputFile(String name, long bytes) {}
