package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.FixedLengthInput;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records at which the map function throws are left out where they are known, or collected. */
final class BadRecordTest {
  private static final int MANY = 1_000;

  @TempDir private Path dir;

  private final List<String> mapped = new ArrayList<>();
  private Path input;
  private Path other;

  @BeforeEach
  void writeInput() throws Exception {
    input = Files.writeString(dir.resolve("input"), "one\nbad 1\ntwo\nbad 2\nthree\nbad 3");
    other = Files.writeString(dir.resolve("other"), "bad 4\nfour\n");
  }

  @Test
  void recordsOfTheSkipListAreNeverPassedToMap() throws Exception {
    List<BadRecord> known = List.of(at(input, 4), at(input, 14), at(input, 26), at(other, 0));

    var output = wholeInput().skipped(known).run(noting());

    assertThat(mapped).containsExactly("one", "two", "three", "four");
    assertThat(output.counters())
        .containsEntry("cobnut.mapSkippedRecords", 4L)
        .containsEntry("cobnut.mapInputRecords", 4L);
  }

  @Test
  void skipCounterIsThereOnlyWhereSomethingWasSkipped() throws Exception {
    BadRecord elsewhere = at(dir.resolve("elsewhere"), 0);

    var output = new MapTrial(dir).input(other).skipped(List.of(elsewhere)).run(noting(line -> {}));

    assertThat(mapped).containsExactly("bad 4", "four");
    assertThat(output.counters()).doesNotContainKey("cobnut.mapSkippedRecords");
  }

  @Test
  void offsetAtWhichNoRecordBeginsHidesNoneBehindIt() throws Exception {
    List<BadRecord> known = List.of(at(input, 5), at(input, 14), at(input, 27), at(other, 0));

    wholeInput().skipped(known).run(noting(line -> {}));

    assertThat(mapped).containsExactly("one", "bad 1", "two", "three", "bad 3", "four");
  }

  @Test
  void fileThatIsGivenTwiceHasItsBadRecordsTwice() throws Exception {
    MapTrial twice = new MapTrial(dir).input(other).input(other);

    List<BadRecord> found = twice.collect(noting(), MANY);

    assertThat(found).extracting(BadRecord::offset).containsExactly(0L, 0L);
    mapped.clear();
    twice.skipped(found).run(noting());
    assertThat(mapped).containsExactly("four", "four");
  }

  @Test
  void collectedRecordsHaveTheirPlaceTheirBytesAndTheirError() throws Exception {
    List<BadRecord> found = wholeInput().collect(noting(), MANY);

    assertThat(found)
        .containsExactly(
            found(input, 4, 6, "no 1"),
            found(input, 14, 6, "no 2"),
            found(input, 26, 5, "no 3"),
            found(other, 0, 6, "no 4"));
    assertThat(mapped).containsExactly("one", "two", "three", "four");
  }

  /** Not a later one, where the pair has waited for others. */
  @Test
  void textThatIsNoPartOfItsArrayMakesItsRecordBad() throws Exception {
    for (int length : new int[] {-1, 101}) {
      for (JobPlan plan : List.of(summing(length), combining(length), unfolded(length))) {
        MapTrial trial = new MapTrial(dir).input(input);
        assertThat(trial.collect(plan, MANY)).extracting(BadRecord::offset).containsExactly(4L);

        Failure failure = trial.fail(plan).failure();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_RECORD);
        assertThat(failure.message()).startsWith("map at " + input + " at byte 4: ");
        trial.skipped(List.of(at(input, 4))).run(plan);
        Files.delete(trial.output());
      }
    }
  }

  private static Utf8 text(Line line, int length) {
    return new Utf8(new byte[100], 0, line.toString().equals("bad 1") ? length : 3);
  }

  private static JobPlan summing(int length) {
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.int64(),
                (line, out, task) -> out.emit(text(line, length), 1L))
            .combine(Aggregates.sum()));
  }

  private static JobPlan combining(int length) {
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.utf8(),
                (line, out, task) -> out.emit(Utf8.of("key"), text(line, length)))
            .combine((key, values, out) -> values.forEachRemaining(out)));
  }

  private static JobPlan unfolded(int length) {
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.utf8(),
                (line, out, task) -> out.emit(text(line, length), text(line, 3))));
  }

  @Test
  void recordsThatAreKnownAreNotCollectedAgain() throws Exception {
    List<BadRecord> known = List.of(at(input, 4), at(other, 0));

    assertThat(wholeInput().skipped(known).collect(noting(), MANY))
        .extracting(BadRecord::offset)
        .containsExactly(14L, 26L);
  }

  @Test
  void lastRecordOfASliceEndsWhereTheNextBegins() throws Exception {
    for (long cut = 5; cut <= 14; cut++) {
      MapTrial first = new MapTrial(dir).slice(input, 0, cut);

      assertThat(first.collect(noting(), MANY))
          .as("cut at %d", cut)
          .containsExactly(found(input, 4, 6, "no 1"));
    }
  }

  @Test
  void emptyLinesAndRecordsOfFixedLengthHaveTheirBytes() throws Exception {
    Files.writeString(input, "\n\nab");
    for (InputFormat<Line> lines : List.of(TextInput.lines(), withoutEnds(TextInput.lines()))) {
      assertThat(new MapTrial(dir).input(input).collect(ofFormat(lines), MANY))
          .extracting(BadRecord::bytes)
          .containsExactly(1L, 1L, 2L);
    }

    Mapper<Utf8, byte[], byte[]> mapper =
        (record, out, task) -> {
          throw new IllegalStateException("no");
        };
    JobPlan fixed =
        TestPlans.write(
            JobPlan.read(FixedLengthInput.records(2)).map(Serdes.bytes(), Serdes.bytes(), mapper));
    assertThat(new MapTrial(dir).input(input).collect(fixed, MANY))
        .extracting(BadRecord::bytes)
        .containsExactly(2L, 2L);
  }

  @Test
  void recordBeforeOneThatCannotBeReadEndsWithItsSlice() throws Exception {
    Files.writeString(input, "bad 1\n" + "x".repeat(500));

    MapTrial first = new MapTrial(dir).slice(input, 0, 4).recordBytesMax(100);

    assertThat(first.collect(noting(), MANY)).containsExactly(found(input, 0, 6, "no 1"));
    assertThat(first.collect(ofFormat(withoutEnds(TextInput.lines())), MANY))
        .extracting(BadRecord::bytes)
        .containsExactly(4L);
  }

  /** However far the next line is that the format looks for. */
  @Test
  void recordOfAFormatThatPassesOthersOverEndsWithItsLine() throws Exception {
    Files.writeString(input, "bad 1\n" + "four\n".repeat(1_000) + "bad 2\nthe end\n");
    InputFormat<Line> bad = TextInput.linesWith(Utf8.of("bad"));

    MapTrial trial = new MapTrial(dir).input(input).recordBytesMax(100);
    assertThat(trial.collect(ofFormat(bad), MANY))
        .extracting(BadRecord::offset, BadRecord::bytes)
        .containsExactly(tuple(0L, 6L), tuple(5_006L, 6L));
    assertThat(trial.collect(ofFormat(withoutEnds(bad)), MANY))
        .extracting(BadRecord::bytes)
        .containsExactly(101L, 14L);
  }

  /** A job whose map function throws at each record. */
  private static JobPlan ofFormat(InputFormat<Line> format) {
    Mapper<Line, byte[], byte[]> mapper =
        (line, out, task) -> {
          throw new IllegalStateException("no");
        };
    return TestPlans.write(JobPlan.read(format).map(Serdes.bytes(), Serdes.bytes(), mapper));
  }

  /** The same records of readers that don't know where they end, as those of a job may be. */
  private static InputFormat<Line> withoutEnds(InputFormat<Line> format) {
    return range -> {
      RecordReader<Line> reader = format.open(range);
      return new RecordReader<>() {
        @Override
        public boolean next() throws IOException {
          return reader.next();
        }

        @Override
        public Line record() {
          return reader.record();
        }

        @Override
        public long position() {
          return reader.position();
        }
      };
    };
  }

  @Test
  void collectingEndsOnceThereIsMoreThanMayBeSkipped() throws Exception {
    assertThat(wholeInput().collect(noting(), 1))
        .extracting(BadRecord::offset)
        .containsExactly(4L, 14L);
    assertThat(mapped).containsExactly("one", "two");
  }

  @Test
  void collectingEndsBeforeWhatItFoundIsTooLongForAMessage() throws Exception {
    Files.writeString(input, "bad ".repeat(100).concat("\n").repeat(2_000));

    List<BadRecord> found = new MapTrial(dir).input(input).collect(noting(), 10_000);

    assertThat(found).hasSizeBetween(400, 1_000);
    assertThat(found).allMatch(record -> record.error().length() == 200);
  }

  @Test
  void whatIsEmittedIsEncodedAndPlacedThoughItIsDropped() throws Exception {
    Mapper<Line, byte[], String> mapper =
        (line, out, task) -> out.emit(line.toString().getBytes(StandardCharsets.UTF_8), "v");
    JobPlan valuesThrow =
        TestPlans.write(
            JobPlan.read(TextInput.lines()).map(Serdes.bytes(), new ThrowingSerde(), mapper));
    JobPlan partitionerThrows =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(Serdes.bytes(), Serdes.string(), mapper)
                .partition((key, partitions) -> key[0] == 'b' ? partitions : 0));

    assertThat(wholeInput().collect(valuesThrow, MANY)).hasSize(8);
    assertThat(wholeInput().collect(partitionerThrows, MANY))
        .extracting(BadRecord::offset)
        .containsExactly(4L, 14L, 26L, 0L);
  }

  @Test
  void longsAreEmittedUnboxedThoughTheyAreDropped() throws Exception {
    Files.writeString(input, "00:00\nbad\n01:01\n");

    for (JobPlan plan : List.of(TestPlans.longs(), TestPlans.longs(Aggregates.sum()))) {
      assertThat(new MapTrial(dir).input(input).collect(plan, MANY))
          .extracting(BadRecord::offset)
          .containsExactly(6L);
    }
  }

  @Test
  void collectingFailsWhereTheFaultIsNotTheRecords() {
    JobPlan exhausted =
        mapping(
            (line, out, task) -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertThat(failureOf(exhausted).kind()).isEqualTo(Failure.Kind.USER_CODE);

    JobPlan tooLong = mapping((line, out, task) -> out.emit(new byte[200], new byte[0]));
    assertThat(failureOf(tooLong).message()).contains("byte 0", "record.limit");

    JobPlan miscounting =
        mapping(
            (line, out, task) -> {
              try {
                task.count("", 1);
              } catch (IllegalArgumentException caught) {
                out.emit(new byte[0], new byte[0]);
              }
            });
    assertThat(failureOf(miscounting).message()).startsWith("map: counter");
  }

  private Failure failureOf(JobPlan plan) {
    List<Failure> failures = new ArrayList<>();
    assertThatThrownBy(() -> new MapTrial(dir).input(input).recordBytesMax(100).collect(plan, MANY))
        .isInstanceOfSatisfying(
            TaskFailedException.class, thrown -> failures.add(thrown.failure()));
    return failures.get(0);
  }

  /** Cut in the middle of a bad record. */
  private MapTrial wholeInput() throws Exception {
    return new MapTrial(dir).slice(input, 0, 16).slice(input, 16, Files.size(input)).input(other);
  }

  /** Notes the lines that it maps, and throws at bad ones. */
  private JobPlan noting() {
    return noting(
        line -> {
          if (line.startsWith("bad")) {
            throw new IllegalStateException("no" + line.substring(3));
          }
        });
  }

  private interface Check {
    void check(String line);
  }

  private JobPlan noting(Check check) {
    return mapping(
        (line, out, task) -> {
          check.check(line.toString());
          mapped.add(line.toString());
          out.emit(new byte[0], new byte[0]);
        });
  }

  private static JobPlan mapping(Mapper<Line, byte[], byte[]> mapper) {
    return TestPlans.write(
        JobPlan.read(TextInput.lines()).map(Serdes.bytes(), Serdes.bytes(), mapper));
  }

  private static BadRecord at(Path file, long offset) {
    return new BadRecord(file.toString(), "", offset, 0, "");
  }

  private static BadRecord found(Path file, long offset, long bytes, String message) {
    return new BadRecord(
        file.toString(),
        file.getFileName().toString(),
        offset,
        bytes,
        "java.lang.IllegalStateException: " + message);
  }

  /** Encodes nothing. */
  private static final class ThrowingSerde implements Serde<String> {
    @Override
    public void encode(String value, ByteOutput out) {
      throw new IllegalStateException("can't encode");
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      throw new IllegalStateException("can't decode");
    }
  }
}
