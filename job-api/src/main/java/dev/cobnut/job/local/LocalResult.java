package dev.cobnut.job.local;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a local run did.
 *
 * @param counters the job's own counters, by name
 * @param recordsRead records of the input
 * @param pairsEmitted by the map function
 * @param keys distinct ones among these pairs
 * @param pairsWritten by the reduce function
 * @param bytesWritten in all parts
 */
public record LocalResult(
    Map<String, Long> counters,
    long recordsRead,
    long pairsEmitted,
    long keys,
    long pairsWritten,
    long bytesWritten) {
  public LocalResult {
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
  }
}
