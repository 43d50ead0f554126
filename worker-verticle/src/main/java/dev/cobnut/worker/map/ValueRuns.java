package dev.cobnut.worker.map;

import dev.cobnut.job.KeyHash;
import dev.cobnut.worker.run.EncodedKeys;

/**
 * Numbers the runs of equal values among those that come one after another, such as the file's name
 * that goes with each of its words: two values of one run are equal, and needn't be compared.
 * Confined to the attempt's thread.
 */
final class ValueRuns {
  /** A longer value is a run of its own. */
  static final int BYTES_MAX = 256;

  private final byte[] last = new byte[BYTES_MAX];

  /** Of the last value; -1 where that isn't kept. */
  private int length = -1;

  private long hash;
  private long number;

  /** Takes the next value. */
  void next(Encoding<?> value) {
    byte[] bytes = value.bytes();
    int offset = value.offset();
    if (EncodedKeys.equal(last, 0, length, bytes, offset, value.length())) {
      return;
    }
    number++;
    hash = KeyHash.hash(bytes, offset, value.length());
    length = -1;
    if (value.length() <= BYTES_MAX) {
      length = value.length();
      System.arraycopy(bytes, offset, last, 0, length);
    }
  }

  /** The number of the last value's run, from 1. */
  long number() {
    return number;
  }

  /** The hash of the last value. */
  long hash() {
    return hash;
  }
}
