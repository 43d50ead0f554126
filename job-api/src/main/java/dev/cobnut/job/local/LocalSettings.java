package dev.cobnut.job.local;

/**
 * How a local run is to run.
 *
 * @param reducers parts
 * @param recordBytesMax the longest record that is read
 * @param skipBadRecords whether records at which map throws are left out
 */
record LocalSettings(int reducers, int recordBytesMax, boolean skipBadRecords) {}
