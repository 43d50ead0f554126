package dev.cobnut.job;

/** How the keys of a stage are spread over its partitions. */
public sealed interface Partitioning<K> {
  /** By {@link KeyHash} of the encoded key. */
  record Hashed<K>() implements Partitioning<K> {}

  /**
   * By ranges, so that the parts in order are one sorted sequence. The boundaries come from a
   * sample of the input, drawn by a stage of its own, which depends on the input and the number of
   * partitions alone.
   */
  record TotalOrder<K>() implements Partitioning<K> {}

  /** By a function of the job's author. */
  record Custom<K>(Partitioner<K> partitioner) implements Partitioning<K> {}
}
