package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RegionReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MapMemoryTest {
  private static final int KEYS = 3_000_000;

  @TempDir private Path dir;

  /** Emits keys that are all different, numbers in any order, with the numbers as values. */
  private static JobPlan summing(int keysOfALine, boolean eachLineTheSame) {
    ByteOutput key = new ByteOutput();
    long[] next = {0};
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.bytes(),
                Serdes.int64(),
                (line, out, task) -> {
                  next[0] = eachLineTheSame ? 0 : next[0];
                  for (int number = 0; number < keysOfALine; number++) {
                    key.clear();
                    key.putLong(next[0] * 0x9E3779B97F4A7C15L);
                    key.putInt(7);
                    out.emit(key.toByteArray(), next[0]++);
                  }
                })
            .combine(Aggregates.sum()));
  }

  @Test
  void threeMillionKeysGoThroughEightMebibytes() throws Exception {
    Path input = dir.resolve("input");
    Files.writeString(input, "00:\n".repeat(KEYS / 1_000));
    JobPlan plan = summing(1_000, false);
    MapTrial trial = new MapTrial(dir).input(input).partitions(2).memoryBytes(8 << 20);

    assertThat(trial.run(plan).counters().get("cobnut.spills")).isGreaterThan(10);

    MapOutputIndex index = MapOutputIndex.read(trial.output());
    assertThat(index.records()).isEqualTo(KEYS);
    try (RecordCursor region = RegionReader.open(index.region(1), 1 << 16)) {
      long records = 0;
      while (region.next()) {
        records++;
      }
      assertThat(records).isEqualTo(index.region(1).records());
    }
  }

  /** Of so many different keys none comes again for long: they aren't looked up any more then. */
  @Test
  void keysThatComeAgainLateAreStillSummed() throws Exception {
    Path input = dir.resolve("input");
    Files.writeString(input, "00:\n00:\n");
    JobPlan plan = summing(KEYS / 10, true);
    MapTrial trial = new MapTrial(dir).input(input).memoryBytes(64 << 20);

    assertThat(trial.run(plan).counters()).containsEntry("cobnut.spills", 0L);

    MapOutputIndex index = MapOutputIndex.read(trial.output());
    assertThat(index.records()).isEqualTo(KEYS / 10);
    try (RecordCursor region = RegionReader.open(index.region(0), 1 << 16)) {
      long total = 0;
      while (region.next()) {
        total += Int64Serde.read(region.values(), region.valueOffset());
      }
      assertThat(total).isEqualTo(2L * (KEYS / 10) * (KEYS / 10 - 1) / 2);
    }
  }

  /** While it is copied, both are there: the entries that it has, and room for more. */
  @Test
  void indexGrowsOnlyAsFarAsTheOldOneAndTheNewOneFit() {
    int first = 256;
    int arena = (16 << 10) - 64;
    int more = 96;
    MemoryBudget budget = new MemoryBudget(arena + (first + first + more) * 2L * Long.BYTES);
    SortBuffer buffer = new SortBuffer(budget, 1);

    int added = 0;
    while (buffer.add(0, new byte[0], 0, 0, new byte[0], 0, 0)) {
      added++;
    }

    assertThat(added).isEqualTo(first + more);
    buffer.release();
    assertThat(budget.left()).isEqualTo(arena + (first + first + more) * 2L * Long.BYTES);
  }

  @Test
  void emptyBuffersTakeUpLittle() {
    MemoryBudget budget = new MemoryBudget(1 << 30);
    SortBuffer sorting = new SortBuffer(budget, 10);
    AggregateTable aggregating = new AggregateTable(budget, 10, Aggregates.sum());

    sorting.add(0, new byte[10], 0, 10, new byte[10], 0, 10);
    aggregating.insert(0, 1, new byte[10], 0, 10, 1);

    assertThat(budget.left()).isGreaterThan((1 << 30) - (64 << 10));
    sorting.release();
    aggregating.release();
    assertThat(budget.left()).isEqualTo(1 << 30);
  }
}
