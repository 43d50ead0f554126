package dev.cobnut.worker.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.job.Reducer;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.task.TaskFailedException;
import dev.cobnut.worker.task.ToldProgress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a reduce whose job's code fails. */
final class ReduceFailureTest {
  @TempDir Path folder;
  private ReduceTrial trial;

  @BeforeEach
  void prepare() throws IOException {
    trial = new ReduceTrial(folder);
  }

  @Test
  void recordWhoseFormatThrewLeavesNothingBehind() throws Exception {
    region("a", "1");
    region("b", "bad");
    region("c", "3");
    OutputFormat<String, String> format =
        (key, value, out) -> {
          out.putString(key + "=");
          if (value.equals("bad")) {
            throw new IllegalStateException("can't be written");
          }
          out.putString(value + ";");
        };
    JobPlan plan =
        mapped(
                (key, values, out, task) -> {
                  try {
                    out.emit(key, values.next());
                  } catch (IllegalStateException caught) {
                    task.count("caught", 1);
                  }
                })
            .write(format);

    var part = trial.run(plan);

    assertThat(new String(trial.part(part), UTF_8)).isEqualTo("a=1;c=3;");
    assertThat(part.records()).isEqualTo(2);
    assertThat(part.counters()).containsEntry("caught", 1L);
  }

  /** As Kotlin's library throws one for what isn't written yet. */
  @Test
  void anyErrorIsOfTheJobsCode() throws Exception {
    region("a", "1");

    Failure failure =
        fail(
            mapped(
                    (key, values, out, task) -> {
                      throw new Error("not implemented");
                    })
                .write(TextOutput.tabSeparated()));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message())
        .isEqualTo("reduce of key \"a\" in partition 2: java.lang.Error: not implemented");
  }

  /** In merges on disk, too, where the records pass no code of the job. */
  @Test
  void valuesThatCannotBeFoldedAreOfTheJobsCode() throws Exception {
    for (int map = 0; map < 9; map++) {
      byte[] sums = new byte[map == 1 ? 16 : 8];
      trial.region(out -> out.write("k".getBytes(UTF_8), 0, 1, sums, 0, sums.length));
    }
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), Serdes.bytes(), (line, out, task) -> {})
            .reduce(Aggregates.sums())
            .write((key, value, out) -> {});
    for (long memoryBytes : new long[] {32 << 10, 4 << 20}) {
      trial.memoryBytes(memoryBytes);
      Failure failure = fail(plan);
      assertThat(failure.kind()).as("%d bytes", memoryBytes).isEqualTo(Failure.Kind.USER_CODE);
      assertThat(failure.message())
          .contains("aggregate: SUMS over a value of 16 bytes (expected: 8, as those of its key");
    }
  }

  /** In merges on disk, too, where a wrong length shows before the check sum of its region. */
  @Test
  void damagedLongIsNotOfTheJobsCode() throws Exception {
    for (int map = 0; map < 9; map++) {
      trial.region(out -> out.write("k".getBytes(UTF_8), 0, 1, new byte[8], 0, 8));
    }
    Region damaged = trial.regions().get(1);
    try (RandomAccessFile file = new RandomAccessFile(damaged.file().toFile(), "rw")) {
      // Of the value.
      file.seek(damaged.offset() + 1);
      file.write(0);
    }
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), Serdes.int64(), (line, out, task) -> {})
            .reduce(Aggregates.sum())
            .write(TextOutput.tabSeparated());
    for (long memoryBytes : new long[] {32 << 10, 4 << 20}) {
      trial.memoryBytes(memoryBytes);
      assertThatThrownBy(() -> trial.run(plan))
          .as("%d bytes", memoryBytes)
          .isInstanceOfSatisfying(
              DamagedRunException.class,
              failure -> assertThat(failure.file()).isEqualTo(damaged.file()));
    }
  }

  /** All is read once more, to be sure that the disk isn't to blame, and is no standstill. */
  @Test
  void readingAllAgainIsProgress() throws Exception {
    for (int map = 0; map < 5; map++) {
      region("a", "1".repeat(1_000));
    }
    ToldProgress told = new ToldProgress();

    fail(
        trial.control(told),
        mapped(
                (key, values, out, task) -> {
                  throw new IllegalStateException("at once");
                })
            .write(TextOutput.tabSeparated()));

    long inputBytes = trial.regions().stream().mapToLong(Region::bytes).sum();
    assertThat(told.told()).extracting(ToldProgress.Told::doneBytes).isSorted();
    assertThat(told.told().get(told.told().size() - 1).doneBytes())
        .isGreaterThanOrEqualTo(inputBytes);
  }

  private void region(String key, String value) throws IOException {
    byte[] keys = key.getBytes(UTF_8);
    byte[] values = value.getBytes(UTF_8);
    trial.region(out -> out.write(keys, 0, keys.length, values, 0, values.length));
  }

  private Failure fail(JobPlan plan) {
    return fail(trial, plan);
  }

  private static Failure fail(ReduceTrial trial, JobPlan plan) {
    return catchThrowableOfType(TaskFailedException.class, () -> trial.run(plan)).failure();
  }

  private static JobPlan.Reduced<Line, String, String, String, String> mapped(
      Reducer<String, String, String, String> reducer) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.string(), Serdes.string(), (line, out, task) -> {})
        .reduce(reducer);
  }
}
