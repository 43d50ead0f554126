package dev.cobnut.worker.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.task.ToldProgress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReduceProgressTest {
  private static final int MAPS = 40;

  @TempDir Path folder;
  private final ToldProgress told = new ToldProgress();
  private ReduceTrial trial;
  private long inputBytes;

  @BeforeEach
  void writeRegions() throws Exception {
    trial = new ReduceTrial(folder).control(told);
    for (int map = 0; map < MAPS; map++) {
      trial.region(
          out -> {
            for (int record = 0; record < 1_000; record++) {
              byte[] key = ByteBuffer.allocate(4).putInt(record).array();
              out.write(key, 0, key.length, new byte[20], 0, 20);
            }
          });
    }
    inputBytes = trial.regions().stream().mapToLong(Region::bytes).sum();
  }

  @Test
  void bytesOfTheInputAreToldWhereOneMergeIsEnough() throws Exception {
    trial.memoryBytes(64 << 20).run(copying());
    told.requireWhole();
    assertThat(told.told()).allMatch(each -> each.totalBytes() == inputBytes);
    assertThat(told.longestStepBytes()).isLessThan(2_000);
  }

  @Test
  void eachPassOfTheMergeMovesTheNumbers() throws Exception {
    trial.memoryBytes(256 << 10).run(copying());
    told.requireWhole();
    long doneBytes = told.told().get(told.told().size() - 1).doneBytes();
    assertThat(doneBytes).isGreaterThan(2 * inputBytes);
    assertThat(told.told().get(0).totalBytes()).isBetween(doneBytes / 2, doneBytes * 2);
    assertThat(told.longestStepBytes()).isLessThan(2_000);
  }

  @Test
  void slowReduceFunctionIsSeenToBeAtItsInput() throws Exception {
    trial
        .memoryBytes(64 << 20)
        .run(
            plan(
                values -> {
                  long left = told.told().get(told.told().size() - 1).totalBytes();
                  assertThat(left).isEqualTo(inputBytes);
                }));
    // A region's buffer holds all of it, so that bytes read from the file would be no measure.
    assertThat(told.told()).hasSizeGreaterThan(500);
  }

  private static JobPlan copying() {
    return plan(values -> {});
  }

  private interface Look {
    void at(Object values);
  }

  private static JobPlan plan(Look look) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.bytes(), Serdes.bytes(), (line, out, task) -> {})
        .<String, Long>reduce(
            (key, values, out, task) -> {
              long count = 0;
              for (; values.hasNext(); count++) {
                values.next();
              }
              look.at(values);
              out.emit(String.valueOf(ByteBuffer.wrap(key).getInt()), count);
            })
        .write(TextOutput.tabSeparated());
  }
}
