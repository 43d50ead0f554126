package dev.cobnut.job.local;

import dev.cobnut.job.RecordPlace;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a local run did.
 *
 * @param counters the job's own counters, by name
 * @param recordsRead records of the input that were mapped
 * @param pairsEmitted by the map function
 * @param keys distinct ones among these pairs
 * @param pairsWritten by the reduce function
 * @param bytesWritten in all parts
 * @param skipped records that were left out because map throws at them, in the order of the input
 */
public record LocalResult(
    Map<String, Long> counters,
    long recordsRead,
    long pairsEmitted,
    long keys,
    long pairsWritten,
    long bytesWritten,
    List<RecordPlace> skipped) {
  public LocalResult {
    skipped = List.copyOf(skipped);
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
  }
}
