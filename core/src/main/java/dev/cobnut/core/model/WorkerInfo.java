package dev.cobnut.core.model;

import java.util.List;

/**
 * What a worker says of itself when it joins.
 *
 * @param host at which others fetch its map outputs
 * @param shufflePort 0 where it serves none, because all of the cluster is in one process
 * @param slots tasks that it runs at once, 1 or more
 * @param javaFeature the Java feature release that it runs on
 * @param near begins of the paths or URIs of input files that it reads faster than other workers do
 * @param startedAtMs wall clock, for people
 */
public record WorkerInfo(
    WorkerId id,
    String host,
    int shufflePort,
    int slots,
    int javaFeature,
    List<String> near,
    long startedAtMs) {
  public WorkerInfo {
    near = List.copyOf(near);
  }
}
