package dev.cobnut.worker.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BatchSizeTest {
  private final BatchSize size = new BatchSize();

  @Test
  void smallRegionsComeByTheThousand() {
    while (size.max() < RegionBatch.MAPS_MAX) {
      int before = size.max();
      size.answered(before, before);
      assertThat(size.max()).isEqualTo(2 * before);
    }
    size.answered(RegionBatch.MAPS_MAX, RegionBatch.MAPS_MAX);
    assertThat(size.max()).isEqualTo(RegionBatch.MAPS_MAX);
  }

  @Test
  void fewLargeRegionsAreAskedForInVain() {
    size.answered(BatchSize.FIRST, 1);
    assertThat(size.max()).isEqualTo(2);
    size.answered(2, 1);
    assertThat(size.max()).isEqualTo(2);
    size.answered(1_000, 600);
    assertThat(size.max()).isEqualTo(751);
  }

  @Test
  void oneLargeRegionAmongSmallOnesIsSoonForgotten() {
    size.answered(BatchSize.FIRST, 1);
    int answers = 0;
    for (; size.max() < RegionBatch.MAPS_MAX; answers++) {
      size.answered(size.max(), size.max());
    }
    assertThat(answers).isEqualTo(9);
  }

  @Test
  void whatWasAllThatThereWasToAskForSaysNothingAboutMore() {
    size.answered(1, 1);
    assertThat(size.max()).isEqualTo(BatchSize.FIRST);
  }
}
