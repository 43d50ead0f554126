package dev.cobnut.benchmarks.race;

/**
 * What a run took.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds user and system, of all its processes
 * @param residentPeakBytes most of memory that was held at once, mapped files included
 * @param anonymousPeakBytes most of memory that was held at once and isn't a file's
 * @param writtenBytes written to files, read back or not, synced or not
 */
record Cost(
    double wallSeconds,
    double cpuSeconds,
    long residentPeakBytes,
    long anonymousPeakBytes,
    long writtenBytes) {}
