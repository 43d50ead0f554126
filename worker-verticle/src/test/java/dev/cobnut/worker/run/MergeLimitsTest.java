package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MergeLimitsTest {
  private static final long SLOT_BYTES_OF_SMALL_HEAP = 256 << 20;
  private static final long RUN_BYTES = 64 << 20;

  /** Else some of it goes to the disk a third time. */
  @Test
  void mapOutputsOfTenGigabytesAreMergedAtOnce() {
    long maps = 10_000_000_000L / (64 << 20) + 1;

    assertThat(MergeLimits.of(SLOT_BYTES_OF_SMALL_HEAP, 1).fanIn()).isGreaterThan((int) maps);
  }

  /** As if they were merged in the levels of a tree, of which the last is read, not written. */
  @Test
  void bytesAreWrittenAgainOnlySoOften() {
    for (int fanIn : new int[] {2, 3, 7, 64, 256}) {
      for (int runs : new int[] {fanIn, fanIn + 1, 2 * fanIn, 300, 1_000, 2_500}) {
        long[] bytes = LongStream.generate(() -> RUN_BYTES).limit(runs).toArray();
        int levels = (int) Math.ceil(Math.log(runs) / Math.log(fanIn) - 1e-9);

        assertThat(writtenAgain(bytes, fanIn))
            .as("%d runs, %d at once", runs, fanIn)
            .isLessThanOrEqualTo((levels - 1L) * runs * RUN_BYTES);
      }
    }
  }

  private static long writtenAgain(long[] runs, int fanIn) {
    List<Long> left = new ArrayList<>(LongStream.of(runs).boxed().toList());
    long written = 0;
    while (left.size() > fanIn) {
      long[] bytes = left.stream().mapToLong(Long::longValue).toArray();
      MergeWindow window = MergeWindow.smallest(bytes, fanIn);
      List<Long> neighbours = left.subList(window.begin(), window.end());
      long merged = neighbours.stream().mapToLong(Long::longValue).sum();
      written += merged;
      neighbours.clear();
      left.add(window.begin(), merged);
    }
    return written;
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
