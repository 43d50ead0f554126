package dev.cobnut.benchmarks.peers.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;

/** Ranges of keys of about one size, by the first 2,000 keys of every partition. */
final class KeyRanges extends Partitioner {
  private static final long serialVersionUID = 1;
  private static final int SAMPLE = 2_000;

  private final byte[][] cuts;

  private KeyRanges(byte[][] cuts) {
    this.cuts = cuts;
  }

  static KeyRanges of(JavaPairRDD<byte[], byte[]> records, int ranges) {
    List<byte[]> keys =
        new ArrayList<>(
            records
                .keys()
                .mapPartitions(
                    all -> {
                      List<byte[]> some = new ArrayList<>();
                      while (all.hasNext() && some.size() < SAMPLE) {
                        some.add(all.next());
                      }
                      return some.iterator();
                    })
                .collect());
    keys.sort(new ByteOrder());
    byte[][] cuts = new byte[ranges - 1][];
    for (int i = 1; i < ranges; i++) {
      cuts[i - 1] = keys.get(i * keys.size() / ranges);
    }
    return new KeyRanges(cuts);
  }

  @Override
  public int numPartitions() {
    return cuts.length + 1;
  }

  @Override
  public int getPartition(Object key) {
    int found = Arrays.binarySearch(cuts, (byte[]) key, Arrays::compareUnsigned);
    return found < 0 ? -found - 1 : found + 1;
  }
}
