package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  @Test
  void barShowsPhasePercentTasksRateAndTimeLeft() {
    assertThat(ProgressLine.bar(Documents.job("MAPPING", 50), 2_000, 200))
        .isEqualTo(
            "mapping    [========>       ]  50 %  map 12/27, reduce 0/4, 118 MB/s, ETA 1:12");
  }

  @Test
  void barIsFullOnlyAtTheEnd() {
    assertThat(ProgressLine.bar(Documents.job("PUBLISHING", 99), 2_000, 200))
        .contains("[===============>]  99 %");
    assertThat(ProgressLine.bar(Documents.job("SUCCEEDED", 0), 2_000, 200))
        .contains("[================] 100 %");
  }

  @Test
  void percentOutOfBoundsStaysInTheBar() {
    assertThat(ProgressLine.bar(Documents.job("MAPPING", 170), 2_000, 200))
        .contains("[================] 100 %");
    assertThat(ProgressLine.bar(Documents.job("MAPPING", -3), 2_000, 200))
        .contains("[>               ]   0 %");
  }

  @Test
  void barIsCutToTheTerminal() {
    assertThat(ProgressLine.bar(Documents.job("MAPPING", 50), 2_000, 20)).hasSize(20);
  }

  @Test
  void plainLineHasNoBar() {
    assertThat(ProgressLine.plain(Documents.job("MAPPING", 50.9), 2_000))
        .isEqualTo("mapping: 50 %, map 12/27, reduce 0/4, 118 MB/s, ETA 1:12");
  }
}
