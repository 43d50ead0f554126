package dev.cobnut.worker.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What declared aggregates write that aren't of single longs. */
final class ReduceByAggregateTest {
  @TempDir Path folder;
  private ReduceTrial trial;

  @BeforeEach
  void prepare() throws IOException {
    trial = new ReduceTrial(folder);
  }

  @Test
  void firstKeepsTheValueOfTheFirstMap() throws Exception {
    trial.region(out -> write(out, "a", "a0".getBytes(UTF_8)));
    trial.region(
        out -> {
          write(out, "a", "a1".getBytes(UTF_8));
          write(out, "b", "b1".getBytes(UTF_8));
          write(out, "b", "b2".getBytes(UTF_8));
        });
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), Serdes.string(), (line, out, task) -> {})
            .reduce(Aggregates.first())
            .write(TextOutput.tabSeparated());
    assertThat(new String(trial.part(trial.run(plan)), UTF_8)).isEqualTo("a\ta0\nb\tb1\n");
  }

  @Test
  void sumsAreFoldedPlaceByPlaceOverAllMaps() throws Exception {
    trial.region(out -> write(out, "a", pair(1, -5)));
    trial.region(
        out -> {
          write(out, "a", pair(2, 3));
          write(out, "b", pair(Long.MAX_VALUE, 0));
          write(out, "b", pair(1, 7));
        });
    JobPlan sums =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), new TwoLongs(), (line, out, task) -> {})
            .reduce(Aggregates.sums())
            .write(TextOutput.tabSeparated());
    assertThat(new String(trial.part(trial.run(sums)), UTF_8))
        .isEqualTo("a\t3 -2\nb\t-9223372036854775808 7\n");
  }

  private static byte[] pair(long first, long second) {
    ByteOutput out = new ByteOutput();
    Serdes.int64().encode(first, out);
    Serdes.int64().encode(second, out);
    return Arrays.copyOf(out.array(), out.length());
  }

  /** Two longs, read as text. */
  private static final class TwoLongs implements Serde<String> {
    @Override
    public void encode(String value, ByteOutput out) {
      throw new UnsupportedOperationException(value);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      return Int64Serde.read(bytes, offset) + " " + Int64Serde.read(bytes, offset + 8);
    }
  }

  private static void write(RunWriter out, String key, byte[] value) throws IOException {
    byte[] bytes = key.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length, value, 0, value.length);
  }
}
