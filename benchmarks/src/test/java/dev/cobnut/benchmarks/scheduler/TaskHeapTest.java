package dev.cobnut.benchmarks.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TaskHeapTest {
  @Test
  void aCompletedTaskTakesLessThan200BytesOfHeap() {
    assertThat(TaskHeap.bytesATask(200_000, 1_000, 2_000)).isBetween(20.0, 200.0);
  }
}
