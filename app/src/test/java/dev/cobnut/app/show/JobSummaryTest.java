package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class JobSummaryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:05Z");

  @Test
  void skippedRecordsAreCountedWithWhereTheyAreListed() {
    JobDocument job = Documents.job("SUCCEEDED", 100);
    assertThat(JobSummary.succeeded(job, "out", NOW)).noneMatch(line -> line.contains("skipped"));

    job.json().getJsonObject("counters").put(JobCounters.SKIPPED_RECORDS, 1_234);
    assertThat(JobSummary.succeeded(job, "out", NOW))
        .contains("  skipped  1,234 records, listed in out/_skipped");
  }

  @Test
  void whoFailsAtABadRecordIsToldOfSkipping() {
    String hint = "  --skip-bad-records leaves such records out, and lists them";
    JobDocument job = Documents.job("FAILED", 50);
    job.json().put("error", new JsonObject().put("kind", "user-code").put("message", "m"));
    assertThat(JobSummary.failed(job, NOW)).doesNotContain(hint);

    job.json().getJsonObject("error").put("kind", "bad-record");
    assertThat(JobSummary.failed(job, NOW)).contains(hint);

    job.json().put("skipBadRecords", true);
    assertThat(JobSummary.failed(job, NOW)).doesNotContain(hint);
  }
}
