package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map that fails says why, whose fault it is and where, and leaves no file. */
final class MapFailureTest {
  @TempDir private Path dir;

  private Path input;

  @BeforeEach
  void writeInput() throws Exception {
    input = dir.resolve("input");
    Files.writeString(input, "00:00\nbad\n01:01\n");
  }

  @Test
  void exceptionOfTheMapFunctionIsToldWithFileOffsetAndItsOwnFrames() throws Exception {
    Failure failure = fail(mapping(MapFailureTest::throwAtBad));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_RECORD);
    assertThat(failure.message())
        .isEqualTo(
            "map at " + input + " at byte 6: java.lang.IllegalStateException: two lines of text");
    assertThat(failure.detail())
        .startsWith("java.lang.IllegalStateException: two\nlines of text\n\tat dev.cobnut")
        .contains("throwAtBad")
        .contains("Caused by: java.lang.ArithmeticException: / by zero\n")
        .doesNotContain("SplitReader")
        .doesNotContain("junit");
  }

  @Test
  void longTraceIsCut() throws Exception {
    Failure failure = fail(mapping((line, out, task) -> throwDeep(1000)));

    assertThat(failure.detail()).endsWith("\n...").hasSizeLessThan(16 << 10);
    assertThat(failure.detail().length()).isGreaterThan(4 << 10);
  }

  @Test
  void errorsOfTheMapFunctionFailTheAttemptAsExceptionsDo() throws Exception {
    for (Error error :
        List.of(
            new NoClassDefFoundError("Missing"),
            new StackOverflowError(),
            new AssertionError("no"))) {
      Failure failure = fail(throwing(error));
      assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_RECORD);
      assertThat(failure.message()).contains(error.getClass().getName());
    }
  }

  @Test
  void whatIsNoFaultOfTheRecordAloneIsNotTakenForABadRecord() throws Exception {
    for (Throwable thrown :
        List.of(
            new OutOfMemoryError("Java heap space"),
            new InternalError("the machine"),
            new InterruptedException("by itself"))) {
      Failure failure = fail(throwing(thrown));
      assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
      assertThat(failure.message())
          .startsWith("map at " + input + " at byte 0: " + thrown.getClass().getName());
      assertThat(Thread.interrupted()).isEqualTo(thrown instanceof InterruptedException);
    }
    assertThat(fail(counting("")).kind()).isEqualTo(Failure.Kind.USER_CODE);
  }

  @Test
  void exceptionThatCannotTellItsMessageIsTold() throws Exception {
    Failure failure =
        fail(
            mapping(
                (line, out, task) -> {
                  throw new Untellable();
                }));

    assertThat(failure.message()).contains("Untellable: (its message can't be had");
  }

  @Test
  void recordThatIsTooLongIsRefusedWithItsSizeAndPlace() throws Exception {
    JobPlan plan = mapping((line, out, task) -> out.emit(new byte[60], new byte[50]));

    Failure failure = new MapTrial(dir).input(input).recordBytesMax(100).fail(plan).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure.message())
        .isEqualTo(
            "map at "
                + input
                + " at byte 0: emitted a record with a key of 60 bytes and a value of 50"
                + " (expected: together at most record.limit, 100 bytes)");
  }

  @Test
  void failureToEmitCountsEvenWhereTheMapFunctionCatchesIt() throws Exception {
    JobPlan plan =
        mapping(
            (line, out, task) -> {
              try {
                out.emit(new byte[200], new byte[0]);
              } catch (RuntimeException caught) {
                task.count("caught", 1);
              }
            });

    Failure failure = new MapTrial(dir).input(input).recordBytesMax(100).fail(plan).failure();

    assertThat(failure.message()).contains("a key of 200 bytes");
  }

  /** In the table, and where they meet in two spills. */
  @Test
  void valuesThatCannotBeFoldedAreOfTheJobsCode() throws Exception {
    Files.writeString(input, "one line\n");
    for (int others : new int[] {0, 20_000}) {
      Mapper<Line, byte[], byte[]> mapper =
          (line, out, task) -> {
            out.emit(new byte[] {1}, new byte[8]);
            for (int other = 0; other < others; other++) {
              out.emit(ByteBuffer.allocate(4).putInt(other).array(), new byte[8]);
            }
            out.emit(new byte[] {1}, new byte[16]);
          };
      JobPlan plan =
          TestPlans.write(
              JobPlan.read(TextInput.lines())
                  .map(Serdes.bytes(), Serdes.bytes(), mapper)
                  .combine(Aggregates.sums()));

      Failure failure = new MapTrial(dir).input(input).memoryBytes(64 << 10).fail(plan).failure();

      assertThat(failure.kind()).isEqualTo(Failure.Kind.USER_CODE);
      assertThat(failure.message())
          .contains("aggregate: SUMS over a value of 16 bytes (expected: 8, as those of its key");
    }
  }

  @Test
  void lineThatIsTooLongIsAFaultOfTheInput() throws Exception {
    Failure failure =
        new MapTrial(dir).input(input).recordBytesMax(4).fail(TestPlans.bytes()).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT);
    assertThat(failure.message()).contains(input.toString()).contains("record.limit");
  }

  @Test
  void inputThatChangedOrVanishedIsAFaultOfTheInput() throws Exception {
    MapTrial planned = new MapTrial(dir).input(input);
    Files.setLastModifiedTime(input, FileTime.fromMillis(1_000));
    Failure touched = planned.fail(TestPlans.bytes()).failure();
    assertThat(touched.kind()).isEqualTo(Failure.Kind.INPUT);
    assertThat(touched.message()).contains(input + ": changed").contains("modified at 1000 ms");

    planned = new MapTrial(dir).input(input);
    Files.writeString(input, "00:00\n");
    Files.setLastModifiedTime(input, FileTime.fromMillis(1_000));
    assertThat(planned.fail(TestPlans.bytes()).failure().message())
        .contains("6 bytes, modified at 1000 ms (expected: 16 bytes, 1000 ms)");

    planned = new MapTrial(dir).input(input);
    Files.delete(input);
    Failure gone = planned.fail(TestPlans.bytes()).failure();
    assertThat(gone.kind()).isEqualTo(Failure.Kind.INPUT);
    assertThat(gone.message()).contains(input.toString()).contains("NoSuchFileException");
  }

  @Test
  void partitionOutOfRangeNamesItsValue() throws Exception {
    Files.writeString(input, "00:00\n");

    Failure failure =
        new MapTrial(dir)
            .input(input)
            .partitions(3)
            .fail(TestPlans.partitioned((key, count) -> count))
            .failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_RECORD);
    assertThat(failure.message()).contains("partition: 3 (expected: 0..2)");
  }

  @Test
  void countersBelongToTheJobOrToTheEngineAndAreFew() throws Exception {
    assertThat(fail(counting("cobnut.spills")).message())
        .contains("counter: \"cobnut.spills\" (expected: a name that doesn't begin with cobnut.)");
    assertThat(fail(counting("")).message()).contains("0 characters (expected: 1..100)");
    assertThat(fail(counting("x".repeat(101))).message()).contains("101 characters");
    String[] many =
        IntStream.rangeClosed(0, 1000).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(fail(counting(many)).message())
        .contains("counters: \"1000\" is one more (expected: at most 1000)");
  }

  @Test
  void misuseOfACounterFailsEvenWhereTheMapFunctionCatchesIt() throws Exception {
    JobPlan plan =
        mapping(
            (line, out, task) -> {
              try {
                task.count("", 1);
              } catch (IllegalArgumentException caught) {
                out.emit(new byte[0], new byte[0]);
              }
            });

    assertThat(fail(plan).message()).startsWith("map: counter: a name of 0 characters");
  }

  @Test
  void countersAndPlacesOfTheJobAreKept() throws Exception {
    List<String> places = new ArrayList<>();
    JobPlan plan =
        mapping(
            (line, out, task) -> {
              task.count("lines", 1);
              task.count("bytes", line.length());
              places.add(task.place().relativePath() + "@" + task.place().offset());
            });

    assertThat(new MapTrial(dir).input(input).run(plan).counters())
        .containsEntry("lines", 3L)
        .containsEntry("bytes", 13L);
    assertThat(places).containsExactly("input@0", "input@6", "input@10");
  }

  @Test
  void diskThatFailsIsNoFaultOfTheTask() throws Exception {
    MapTrial trial = new MapTrial(dir).input(input).memoryBytes(64 << 10);
    Files.delete(trial.spills());
    JobPlan plan =
        mapping(
            (line, out, task) -> {
              for (int number = 0; number < 1000; number++) {
                out.emit(new byte[50], new byte[50]);
              }
            });

    assertThatThrownBy(() -> trial.run(plan))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failure -> {
              assertThat(failure.failure().kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
              assertThat(failure.failure().message())
                  .startsWith("map output: java.nio.file.NoSuchFileException");
            });
  }

  @Test
  void stopsSoonAfterItIsToldTo() throws Exception {
    Files.writeString(input, "00:00\n".repeat(10_000));
    StopAfter control = new StopAfter(20);
    List<String> mapped = new ArrayList<>();
    JobPlan plan = mapping((line, out, task) -> mapped.add("x"));

    Failure failure = new MapTrial(dir).input(input).control(control).fail(plan).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
    assertThat(mapped).hasSizeLessThan(10_000);
  }

  @Test
  void stopsWhileItMergesItsSpills() throws Exception {
    Files.writeString(input, "00:0011223344556677\n".repeat(20_000));
    StopAtTheEnd control = new StopAtTheEnd();
    MapTrial trial = new MapTrial(dir).input(input).memoryBytes(64 << 10).control(control);

    Failure failure = trial.fail(TestPlans.bytes()).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
    assertThat(control.done).isTrue();
  }

  @Test
  void exceptionAfterAStopIsNotTheJobsFault() throws Exception {
    JobPlan plan =
        mapping(
            (line, out, task) -> {
              throw new InterruptedException();
            });
    StopAfter control = new StopAfter(1);

    Failure failure = new MapTrial(dir).input(input).control(control).fail(plan).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private Failure fail(JobPlan plan) throws Exception {
    return new MapTrial(dir).input(input).fail(plan).failure();
  }

  private static JobPlan mapping(Mapper<Line, byte[], byte[]> mapper) {
    return TestPlans.write(
        JobPlan.read(TextInput.lines()).map(Serdes.bytes(), Serdes.bytes(), mapper));
  }

  private static JobPlan throwing(Throwable thrown) {
    return mapping(
        (line, out, task) -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (Exception) thrown;
        });
  }

  private static JobPlan counting(String... names) {
    return mapping(
        (line, out, task) -> {
          for (String name : names) {
            task.count(name, 1);
          }
        });
  }

  private static void throwAtBad(Line line, Emitter<byte[], byte[]> out, TaskContext task) {
    if (line.toString().equals("bad")) {
      throw new IllegalStateException("two\nlines of text", new ArithmeticException("/ by zero"));
    }
  }

  private static void throwDeep(int depth) {
    if (depth > 0) {
      throwDeep(depth - 1);
    }
    throw new IllegalStateException("deep");
  }

  /** An exception whose message throws. */
  private static final class Untellable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("never");
    }
  }

  /** Stops an attempt after some questions. */
  private static final class StopAfter implements TaskControl {
    private int questions;

    private StopAfter(int questions) {
      this.questions = questions;
    }

    @Override
    public boolean stopped() {
      return --questions < 0;
    }

    @Override
    public void progress(long doneBytes, long totalBytes) {}
  }

  /** Stops an attempt when all of its input is mapped. */
  private static final class StopAtTheEnd implements TaskControl {
    private boolean done;

    @Override
    public boolean stopped() {
      return done;
    }

    @Override
    public void progress(long doneBytes, long totalBytes) {
      done |= doneBytes == totalBytes;
    }
  }
}
