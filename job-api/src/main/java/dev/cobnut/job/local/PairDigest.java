package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.StagePlan;
import java.util.List;
import java.util.function.LongFunction;

/** Cuts the input, and digests the pairs that are emitted, in order. Confined to one thread. */
final class PairDigest implements Variation {
  private static final long FACTOR = 0x9E3779B185EBCA87L;

  private final LongFunction<List<Long>> cuts;
  private long value;

  /**
   * A digest of no pairs.
   *
   * @param cuts where a file of a length is cut
   */
  PairDigest(LongFunction<List<Long>> cuts) {
    this.cuts = cuts;
  }

  long value() {
    return value;
  }

  @Override
  public List<Long> cuts(long fileBytes) {
    return cuts.apply(fileBytes);
  }

  @Override
  public <K, V> void emitted(
      StagePlan<?, K, V, ?, ?> stage, ByteOutput keyBytes, ByteOutput valueBytes) {
    add(keyBytes);
    add(valueBytes);
  }

  private void add(ByteOutput bytes) {
    value = Long.rotateLeft(value, 29) * FACTOR + KeyHash.hash(bytes.array(), 0, bytes.length());
  }
}
