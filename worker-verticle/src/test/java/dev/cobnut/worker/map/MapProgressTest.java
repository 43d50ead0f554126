package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.JobPlan;
import dev.cobnut.worker.task.ToldProgress;
import dev.cobnut.worker.task.ToldProgress.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MapProgressTest {
  private static final long LITTLE = 64 << 10;
  private static final long ENOUGH = 64 << 20;

  @TempDir private Path dir;
  private final ToldProgress told = new ToldProgress();
  private Path input;
  private long inputBytes;

  @BeforeEach
  void writeInput() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; number < 30_000; number++) {
      lines.append("%08x:0011223344556677\n".formatted(number * 7919));
    }
    input = Files.writeString(dir.resolve("input"), lines);
    inputBytes = Files.size(input);
  }

  @Test
  void shareIsThatOfTheInputThoughSpillsMoveTheNumbers() {
    MapProgress progress = new MapProgress(told, 1_000);
    progress.mapped(0);
    progress.mapped(250);
    progress.moved(40);
    progress.moved(60);
    progress.mapped(500);
    progress.mapped(1_000);
    assertThat(told.told())
        .containsExactly(
            new Told(0, 1_000),
            new Told(250, 1_000),
            new Told(290, 1_160),
            new Told(350, 1_400),
            new Told(600, 1_200),
            new Told(1_100, 1_100));
  }

  @Test
  void mergesOfTheEndAreLeftToBeDone() {
    MapProgress progress = new MapProgress(told, 1_000);
    progress.mapped(1_000);
    progress.left(300);
    progress.read(100);
    progress.read(250);
    progress.left(0);
    assertThat(told.told())
        .containsExactly(
            new Told(1_000, 1_000),
            new Told(1_000, 1_300),
            new Told(1_100, 1_300),
            new Told(1_350, 1_350),
            new Told(1_350, 1_350));
  }

  @Test
  void inputWithoutBytesIsNoProgressAndNoFailure() {
    MapProgress progress = new MapProgress(told, 0);
    progress.mapped(0);
    progress.moved(10);
    assertThat(told.told()).containsExactly(new Told(0, 0), new Told(10, 10));
  }

  @Test
  void numbersMoveWhileOneRunIsWritten() throws Exception {
    run(TestPlans.bytes(), ENOUGH);
    told.requireWhole();
    assertThat(told.longestStepBytes()).isLessThanOrEqualTo(256 << 10);
    assertThat(told.told().get(told.told().size() - 1).doneBytes())
        .isGreaterThan(inputBytes + inputBytes / 4);
  }

  @Test
  void numbersMoveInSpillsAndInEachPassOfTheirMerge() throws Exception {
    run(TestPlans.bytes(), LITTLE);
    told.requireWhole();
    assertThat(told.longestStepBytes()).isLessThanOrEqualTo(64 << 10);
    assertThat(told.told().get(told.told().size() - 1).doneBytes()).isGreaterThan(3 * inputBytes);
  }

  @Test
  void numbersMoveWhileACombinerLeavesLittle() throws Exception {
    Files.writeString(input, "00:0011223344556677\n".repeat(30_000));
    // Shorter than a value, so that it doesn't take the places of some before all are written.
    run(TestPlans.combined((key, values, out) -> out.accept(new byte[1])), ENOUGH);
    told.requireWhole();
    long mapped = Files.size(input);
    assertThat(told.told()).filteredOn(each -> each.doneBytes() > mapped).hasSizeGreaterThan(100);
  }

  private void run(JobPlan plan, long memoryBytes) throws Exception {
    new MapTrial(dir).input(input).memoryBytes(memoryBytes).control(told).run(plan);
  }
}
