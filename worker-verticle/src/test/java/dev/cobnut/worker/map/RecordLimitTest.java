package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.run.TestRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of just the limit go through a map, whatever keeps them; a byte more is refused. */
final class RecordLimitTest {
  private static final long LITTLE = 64 << 10;
  private static final long ENOUGH = 64 << 20;
  private static final int KEY_BYTES = 60;

  /** More than a segment of an arena. */
  private static final int LARGE = 5 << 20;

  @TempDir private Path dir;

  private Path input;

  @BeforeEach
  void writeInput() throws Exception {
    input = dir.resolve("input");
    Files.writeString(input, "0\n1\n0\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 32 << 10, LARGE})
  void recordsOfJustTheLimitGoThrough(int limit) throws Exception {
    TestRecord first = TestRecord.of(key('0'), new byte[limit - KEY_BYTES]);
    TestRecord second = TestRecord.of(key('1'), new byte[limit - KEY_BYTES]);
    JobPlan.Mapped<Line, byte[], byte[]> emitting = emitting(limit - KEY_BYTES);
    for (long memoryBytes : new long[] {LITTLE, ENOUGH}) {
      assertThat(run(TestPlans.write(emitting), limit, memoryBytes))
          .isEqualTo(List.of(first, first, second));
      for (JobPlan plan :
          List.of(
              TestPlans.write(emitting.combine(Aggregates.first())),
              TestPlans.write(emitting.combineDistinct()),
              TestPlans.write(emitting.combine((key, values, out) -> out.accept(values.next()))))) {
        assertThat(run(plan, limit, memoryBytes)).isEqualTo(List.of(first, second));
      }
    }
  }

  @Test
  void recordOfOneByteMoreIsRefused() throws Exception {
    JobPlan plan = TestPlans.write(emitting(LARGE - KEY_BYTES + 1));

    assertThat(new MapTrial(dir).input(input).recordBytesMax(LARGE).fail(plan))
        .hasMessageContaining("a key of 60 bytes and a value of " + (LARGE - KEY_BYTES + 1));
  }

  private List<TestRecord> run(JobPlan plan, int limit, long memoryBytes) throws Exception {
    MapTrial trial = new MapTrial(dir).input(input).recordBytesMax(limit).memoryBytes(memoryBytes);
    trial.run(plan);
    return trial.regions().get(0);
  }

  private static JobPlan.Mapped<Line, byte[], byte[]> emitting(int valueBytes) {
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.bytes(),
            Serdes.bytes(),
            (line, out, task) -> out.emit(key(line.toString().charAt(0)), new byte[valueBytes]));
  }

  private static byte[] key(char digit) {
    byte[] key = new byte[KEY_BYTES];
    key[0] = (byte) digit;
    return key;
  }
}
