package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MergeLimitsTest {
  private static final long SLOT_BYTES_OF_SMALL_HEAP = 256 << 20;

  /** Else some of it goes to the disk a third time. */
  @Test
  void mapOutputsOfTenGigabytesAreMergedAtOnce() {
    long maps = 10_000_000_000L / (64 << 20) + 1;

    assertThat(MergeLimits.of(SLOT_BYTES_OF_SMALL_HEAP, 1).fanIn()).isGreaterThan((int) maps);
  }

  @Test
  void buffersOfAllRunsFitTheMemory() {
    for (long memoryBytes = 1 << 20; memoryBytes <= 1 << 30; memoryBytes *= 2) {
      MergeLimits limits = MergeLimits.of(memoryBytes, 8);

      long buffers = (long) limits.bufferBytes(limits.fanIn()) * (limits.fanIn() + 1);
      assertThat(buffers).as("%d bytes", memoryBytes).isLessThanOrEqualTo(memoryBytes);
    }
  }
}
