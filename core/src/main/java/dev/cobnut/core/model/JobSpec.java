package dev.cobnut.core.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as it was submitted and checked: all that the engine needs to run it.
 *
 * @param job the name of the job that the plugin provides
 * @param inputs URIs or paths, as given
 * @param output URI or path of the directory that the parts go to
 * @param reducers partitions of the last stage: R, 1 to 100,000
 * @param splitBytes how large a split may be, bytes; a 256th more spares a cut
 * @param parameters checked, defaults filled in, sorted by name
 * @param priority each step up doubles the job's share of the slots
 * @param runningMax tasks that may hold slots at once; 0: any number
 * @param skipBadRecords whether records at which the map function throws are left out
 * @param overwrite whether parts that are there already give way once the job is decided
 * @param idempotencyKey that a client sent, with the digest of its request
 */
public record JobSpec(
    String job,
    PluginRef plugin,
    List<String> inputs,
    String output,
    int reducers,
    long splitBytes,
    Map<String, String> parameters,
    int priority,
    int runningMax,
    boolean skipBadRecords,
    boolean overwrite,
    Optional<IdempotencyKey> idempotencyKey) {

  public JobSpec {
    inputs = List.copyOf(inputs);
    parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
  }
}
