package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RunAccessException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told of a combiner that throws, be it called for two short values, for some long ones, or
 * for all that are left when the buffer is written.
 */
class CombinerFailureTest {
  @TempDir Path dir;

  private Failure fail(Combiner<byte[], byte[]> combiner, int values, int valueLength)
      throws Exception {
    Path input = dir.resolve("in");
    Files.writeString(input, ("00:" + "00".repeat(valueLength) + "\n").repeat(values));
    return new MapTrial(dir).input(input).fail(TestPlans.combined(combiner)).failure();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "20, 65", "2, 65"})
  void exceptionIsTold(int values, int valueLength) throws Exception {
    Failure failure =
        fail(
            (key, ofKey, out) -> {
              throw new IllegalStateException("can't combine");
            },
            values,
            valueLength);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message())
        .isEqualTo("combine: java.lang.IllegalStateException: can't combine");
    assertThat(failure.detail())
        .contains("CombinerFailureTest")
        .doesNotContain("CombinerFold", "PairCombiner", "MapTask");
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "20, 65", "2, 65"})
  void whatItCannotReadIsNotTakenForTheWorkersDisk(int values, int valueLength) throws Exception {
    Failure failure =
        fail(
            (key, ofKey, out) -> {
              throw new UncheckedIOException(new IOException("no such table"));
            },
            values,
            valueLength);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message()).startsWith("combine: java.io.UncheckedIOException");
  }

  /** As Kotlin's library throws one for what isn't written yet. */
  @ParameterizedTest
  @CsvSource({"2, 1", "20, 65", "2, 65"})
  void anyErrorIsTold(int values, int valueLength) throws Exception {
    Failure failure =
        fail(
            (key, ofKey, out) -> {
              throw new Error("not implemented");
            },
            values,
            valueLength);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message()).isEqualTo("combine: java.lang.Error: not implemented");
  }

  @ParameterizedTest
  @CsvSource({"20, 10", "15, 10"})
  void recordThatGrowsBeyondTheLimitIsRefused(int values, int valueLength) throws Exception {
    Path input = dir.resolve("in");
    Files.writeString(input, ("00:" + "00".repeat(valueLength) + "\n").repeat(values));

    Failure failure =
        new MapTrial(dir)
            .input(input)
            .recordBytesMax(100)
            .fail(TestPlans.combined(CombinerFailureTest::join))
            .failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message())
        .contains("a record with a key of 1 bytes and a value of ")
        .endsWith("(expected: together at most record.limit, 100 bytes)");
  }

  private static void join(byte[] key, Values<byte[]> values, Consumer<byte[]> out) {
    ByteOutput joined = new ByteOutput(100);
    values.forEachRemaining(joined::putBytes);
    try {
      out.accept(joined.toByteArray());
    } catch (RuntimeException ignored) {
      // Nobody is told.
    }
  }

  /** Be it called early, or when the output is written, after all records are mapped. */
  @ParameterizedTest
  @CsvSource({"2, 1", "20, 65", "2, 65"})
  void pairThatItEmitsIsToldThoughItCatchesWhatEmitThrows(int values, int valueLength)
      throws Exception {
    List<Emitter<byte[], byte[]>> kept = new ArrayList<>();
    Combiner<byte[], byte[]> emitting =
        (key, ofKey, out) -> {
          try {
            kept.get(0).emit(key, key);
          } catch (RuntimeException ignored) {
            // Nobody is told.
          }
          out.accept(ofKey.next());
        };
    JobPlan plan =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.bytes(),
                    Serdes.bytes(),
                    (Line line, Emitter<byte[], byte[]> out, TaskContext task) -> {
                      kept.add(out);
                      out.emit(new byte[1], new byte[valueLength]);
                    })
                .combine(emitting));
    Path input = Files.writeString(dir.resolve("in"), "x\n".repeat(values));

    Failure failure = new MapTrial(dir).input(input).fail(plan).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message()).contains("emitted a record while records were combined");
  }

  @Test
  void failureToReadIsNotTheCombinersThoughItTellsItAsItsOwn() {
    requireNotBlamed((key, values, out) -> values.forEach(out));
    requireNotBlamed(
        (key, values, out) -> {
          try {
            values.forEach(out);
          } catch (RuntimeException thrown) {
            throw new IllegalStateException("can't combine", thrown);
          }
        });
    requireNotBlamed(
        (key, values, out) -> {
          try {
            values.forEach(out);
          } catch (RuntimeException ignored) {
            // Nobody is told.
          }
        });
  }

  private static void requireNotBlamed(Combiner<byte[], byte[]> combiner) {
    assertThatThrownBy(() -> fold(combiner).combine(new CutOff(), value -> {}))
        .isInstanceOf(EOFException.class)
        .hasMessage("cut off");
  }

  private static CombinerFold<byte[], byte[]> fold(Combiner<byte[], byte[]> combiner) {
    return new CombinerFold<>(Serdes.bytes(), Serdes.bytes(), combiner, 100);
  }

  @Test
  void failureToWriteIsNotTheCombiners() {
    assertThatThrownBy(
            () ->
                fold((key, values, out) -> values.forEach(out))
                    .combine(
                        new CutOff(),
                        value -> {
                          throw new RunAccessException(new IOException("no space"));
                        }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no space");
  }

  /** One record, behind which nothing can be read. */
  private static final class CutOff implements RecordCursor {
    private boolean isBegun;

    @Override
    public boolean next() throws IOException {
      if (isBegun) {
        throw new EOFException("cut off");
      }
      isBegun = true;
      return true;
    }

    @Override
    public byte[] keys() {
      return new byte[] {1};
    }

    @Override
    public int keyOffset() {
      return 0;
    }

    @Override
    public int keyLength() {
      return 1;
    }

    @Override
    public byte[] values() {
      return keys();
    }

    @Override
    public int valueOffset() {
      return 0;
    }

    @Override
    public int valueLength() {
      return 1;
    }
  }
}
