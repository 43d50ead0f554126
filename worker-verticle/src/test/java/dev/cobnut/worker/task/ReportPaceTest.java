package dev.cobnut.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReportPaceTest {
  private long nowNs = 1_000;
  private final ReportPace pace = new ReportPace(() -> nowNs);

  @Test
  void eachSlowRecordIsReported() {
    assertThat(reports(20, 1_000_000_000)).isEqualTo(20);
  }

  @Test
  void fastRecordsAreReportedRarely() {
    assertThat(reports(127, 100)).isEqualTo(7);
    assertThat(reports(640, 100)).isEqualTo(10);
  }

  @Test
  void recordsThatBecomeSlowAreReportedEachAfterTheNextReport() {
    reports(1_000, 100);
    reports(64, 1_000_000_000);
    assertThat(reports(5, 1_000_000_000)).isEqualTo(5);
  }

  private int reports(int records, long eachNs) {
    int reports = 0;
    for (int record = 0; record < records; record++) {
      nowNs += eachNs;
      reports += pace.isDue() ? 1 : 0;
    }
    return reports;
  }
}
