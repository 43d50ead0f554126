package dev.cobnut.job;

/** Chooses the partition of a key: a pure function of its arguments. */
@FunctionalInterface
public interface Partitioner<K> {
  /**
   * Chooses the partition of a key.
   *
   * @param partitions how many there are: R
   * @return 0 to {@code partitions - 1}; anything else fails the task
   */
  int partition(K key, int partitions);
}
