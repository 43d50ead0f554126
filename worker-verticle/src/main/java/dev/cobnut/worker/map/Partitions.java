package dev.cobnut.worker.map;

import dev.cobnut.job.KeyHash;
import dev.cobnut.job.Partitioner;
import dev.cobnut.job.Partitioning;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.worker.run.EncodedKeys;
import java.util.List;

/** Finds the partition of a key. Confined to the attempt's thread. */
interface Partitions<K> {
  /** The partition of a key, and of its encoding: 0 to R - 1. */
  int of(K key, byte[] encoded, int offset, int length);

  /** By the encoding alone. */
  @FunctionalInterface
  interface OfEncoded<K> extends Partitions<K> {
    /** The partition of an encoded key: 0 to R - 1. */
    int of(byte[] encoded, int offset, int length);

    @Override
    default int of(K key, byte[] encoded, int offset, int length) {
      return of(encoded, offset, length);
    }
  }

  /**
   * As a plan says.
   *
   * @param boundaries of the partitions, where they are ranges
   */
  static <K> Partitions<K> of(
      Partitioning<K> partitioning, int partitions, List<byte[]> boundaries) {
    if (partitions == 1 && !(partitioning instanceof Partitioning.Custom<K>)) {
      return (OfEncoded<K>) (encoded, offset, length) -> 0;
    }
    if (partitioning instanceof Partitioning.Hashed<K>) {
      return (OfEncoded<K>)
          (encoded, offset, length) -> KeyHash.partition(encoded, offset, length, partitions);
    }
    if (partitioning instanceof Partitioning.TotalOrder<K>) {
      return new Ranges<>(boundaries);
    }
    if (partitioning instanceof Partitioning.Custom<K> custom) {
      return new Custom<>(custom.partitioner(), partitions);
    }
    throw new IllegalArgumentException(
        "partitioning: " + partitioning + " (expected: hashed, total order or custom)");
  }

  /** By boundaries, whose first eight bytes decide for nearly all keys. */
  final class Ranges<K> implements OfEncoded<K> {
    private final List<byte[]> boundaries;
    private final long[] prefixes;

    Ranges(List<byte[]> boundaries) {
      this.boundaries = boundaries;
      prefixes =
          boundaries.stream().mapToLong(key -> EncodedKeys.prefix(key, 0, key.length)).toArray();
    }

    @Override
    public int of(byte[] encoded, int offset, int length) {
      long prefix = EncodedKeys.prefix(encoded, offset, length);
      int low = 0;
      int high = prefixes.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int order = Long.compareUnsigned(prefixes[middle], prefix);
        if (order == 0) {
          return TotalOrder.partition(encoded, offset, length, boundaries);
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** By a function of the job's author, which is checked. */
  record Custom<K>(Partitioner<K> partitioner, int partitions) implements Partitions<K> {
    @Override
    public int of(K key, byte[] encoded, int offset, int length) {
      int partition = partitioner.partition(key, partitions);
      if (partition < 0 || partition >= partitions) {
        throw new IllegalStateException(
            "partition: " + partition + " (expected: 0.." + (partitions - 1) + ")");
      }
      return partition;
    }
  }
}
