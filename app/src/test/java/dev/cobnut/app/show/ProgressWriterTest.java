package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressWriterTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void logGetsALineForEachPhaseAndOneEveryTenSeconds() {
    ProgressWriter progress = new ProgressWriter(out, false, 80);

    progress.show(Documents.job("MAPPING", 1), 0);
    progress.show(Documents.job("MAPPING", 2), 9_999);
    progress.show(Documents.job("MAPPING", 3), 10_000);
    progress.show(Documents.job("REDUCING", 60), 10_001);
    progress.show(Documents.job("SUCCEEDED", 100), 10_002);
    progress.end();

    assertThat(text().lines().map(line -> line.substring(0, line.indexOf(','))))
        .containsExactly("mapping: 1 %", "mapping: 3 %", "reducing: 60 %");
  }

  @Test
  void terminalGetsOneLineDrawnAgainAndTakenAway() {
    ProgressWriter progress = new ProgressWriter(out, true, 80);

    progress.show(Documents.job("MAPPING", 1), 0);
    progress.show(Documents.job("MAPPING", 2), 50);
    progress.show(Documents.job("MAPPING", 3), 100);
    progress.end();

    assertThat(text()).doesNotContain("\n").endsWith("\r\u001b[K");
    assertThat(text().split("\r", -1)).hasSize(4).noneMatch(line -> line.contains("  2 %"));
  }

  @Test
  void nothingIsTakenAwayWhereNothingWasDrawn() {
    new ProgressWriter(out, true, 80).end();

    assertThat(text()).isEmpty();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
