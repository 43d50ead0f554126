package dev.cobnut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Isolation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotMemoryTest {
  private static final long MIB = 1 << 20;

  private static long memoryBytes(long heapBytes, double memory, int slots) {
    return TaskRunner.Budget.memoryBytes(
        heapBytes, new Config.WorkerConfig(slots, memory, Isolation.THREAD, List.of(), 3, 1_000));
  }

  @Test
  void slotsShareTheHeapWithoutItsFirstSixteenMebibytes() {
    assertThat(memoryBytes(64 * MIB, 0.5, 2)).isEqualTo(12 * MIB);
    assertThat(memoryBytes(1_040 * MIB, 0.25, 4)).isEqualTo(64 * MIB);
  }

  @Test
  void slotHasOneMebibyteHoweverSmallTheHeap() {
    assertThat(memoryBytes(20 * MIB, 0.05, 8)).isEqualTo(MIB);
    assertThat(memoryBytes(8 * MIB, 0.9, 1)).isEqualTo(MIB);
  }
}
