package dev.cobnut.worker.run;

/**
 * What a merge may use at once.
 *
 * @param fanIn how many runs are read at once, 2 or more
 * @param memoryBytes of all buffers together
 * @param frameBytes of them, what each run takes beside its buffer to be decompressed
 */
public record MergeLimits(int fanIn, long memoryBytes, int frameBytes) {
  /**
   * Each run is an open file of the slot's, where it isn't fetched: processes have few of these.
   */
  private static final int FAN_IN_MAX = 256;

  private static final int BUFFER_BYTES_MIN = 8 << 10;
  private static final int BUFFER_BYTES_WANTED = 64 << 10;
  private static final int BUFFER_BYTES_MAX = 1 << 20;

  public MergeLimits {
    if (fanIn < 2) {
      throw new IllegalArgumentException("fan-in: " + fanIn + " (expected: 2 or more)");
    }
  }

  /** The fan-in that gives each run of a number of regions a buffer of a fair size. */
  public static MergeLimits of(long memoryBytes, int regions) {
    long each = BUFFER_BYTES_WANTED + (long) regions * RunFormat.ENTRY_BYTES;
    return new MergeLimits(
        (int) Math.max(2, Math.min(FAN_IN_MAX, memoryBytes / each)), memoryBytes, 0);
  }

  /** The same, but with no more runs at once than can hold keys of a length in memory. */
  public MergeLimits forKeys(int keyBytesMax) {
    if (keyBytesMax <= BUFFER_BYTES_MIN) {
      return this;
    }
    return new MergeLimits(
        (int) Math.max(2, Math.min(fanIn, memoryBytes / (keyBytesMax + frameBytes))),
        memoryBytes,
        frameBytes);
  }

  /** The same, but with no more runs at once than can be decompressed in memory. */
  MergeLimits forFrames() {
    int both = 2 * RunFormat.FRAME_BYTES_MAX;
    return new MergeLimits(
        (int) Math.max(2, Math.min(fanIn, memoryBytes / (BUFFER_BYTES_WANTED + both))),
        memoryBytes,
        both);
  }

  /** The size of each buffer where a number of runs are read, and one is written. */
  public int bufferBytes(int runs) {
    long share = memoryBytes / (runs + 1) - frameBytes;
    return (int) Math.max(BUFFER_BYTES_MIN, Math.min(BUFFER_BYTES_MAX, share));
  }
}
