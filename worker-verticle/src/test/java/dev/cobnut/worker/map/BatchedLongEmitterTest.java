package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.LongEmitter;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RegionReader;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Longs are folded as one after another would be, whichever of them wait. */
final class BatchedLongEmitterTest {
  private static final long LITTLE = 64 << 10;
  private static final int PARTITIONS = 3;
  private static final HexFormat HEX = HexFormat.of();

  private Path dir = Path.of("");
  private Path input = Path.of("");

  /** A key in hexadecimal digits, with a value. */
  record Pair(String key, long value) {
    Pair(byte[] key, long value) {
      this(HEX.formatHex(key), value);
    }

    byte[] bytes() {
      return HEX.parseHex(key);
    }

    int partition() {
      return KeyHash.partition(bytes(), 0, key.length() / 2, PARTITIONS);
    }
  }

  @BeforeTry
  @BeforeEach
  void writeInput() throws IOException {
    dir = Files.createTempDirectory("batched");
    input = Files.writeString(dir.resolve("input"), "one line\n");
  }

  @AfterTry
  @AfterEach
  void delete() throws IOException {
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Keys that are empty, begin others, end with zeros, are whole in their words or are not. */
  @Property(tries = 200)
  void eachKeyHasItsSum(@ForAll("pairs") List<Pair> pairs) throws Exception {
    assertThat(summed(trial(), plan(pairs))).isEqualTo(expected(pairs));
  }

  @Test
  void keysThatSpillHaveTheirSums() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    for (int number = 0; number < 20_000; number++) {
      pairs.add(new Pair(numbered(number % 7_000), number));
    }

    assertThat(summed(trial().memoryBytes(LITTLE), plan(pairs))).isEqualTo(expected(pairs));
  }

  /** An author's partitioner is asked with each key, not with its bytes. */
  @Test
  void customPartitionerIsObeyed() throws Exception {
    List<Pair> pairs = List.of(new Pair(new byte[] {1}, 5), new Pair(new byte[2], 6));
    JobPlan plan =
        TestPlans.write(
            mapped(pairs).partition((key, count) -> key.length).combine(Aggregates.sum()));

    assertThat(summed(trial(), plan))
        .isEqualTo(List.of(Map.of(), Map.of("01", 5L), Map.of("0000", 6L)));
  }

  /** When the map function has ended, some keys still wait, for which there may be no room. */
  @Test
  void failureOfTheLastBatchIsTold() throws Exception {
    int fitting = fitting();
    List<Pair> pairs = new ArrayList<>();
    for (int number = 0; number <= fitting; number++) {
      pairs.add(new Pair(numbered(number), 1));
    }
    while (pairs.size() % BatchedLongEmitter.BATCH == 0) {
      pairs.add(0, pairs.get(0));
    }
    MapTrial trial = trial().memoryBytes(LITTLE);
    Files.delete(trial.spills());
    Files.writeString(trial.spills(), "no folder");

    Failure failure = failure(trial, plan(pairs));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
    assertThat(failure.message()).startsWith("map output: ");
  }

  /** What waits is of other calls of emit: it isn't lost with one that finds no stack. */
  @Test
  void batchThatIsCutShortFailsTheAttemptEvenWhereTheErrorIsCaught() throws Exception {
    MapOutput output = trial().output(TestPlans.longs(Aggregates.sum()));
    AggregateBuffer buffer =
        new AggregateBuffer(new MemoryBudget(1 << 20), PARTITIONS, Aggregates.sum());
    BatchedLongEmitter<Long> emitter =
        new BatchedLongEmitter<>(Serdes.int64(), BatchedLongEmitterTest::overflow, buffer, output);
    for (long key = 0; key < BatchedLongEmitter.BATCH; key++) {
      emitter.emit(key, 1);
    }

    assertThatThrownBy(() -> emitter.emit(-1L, 1)).isInstanceOf(StackOverflowError.class);
    assertThat(output.failure()).isNull();
    assertThatThrownBy(emitter::flush).isInstanceOf(EmitFailedException.class);

    assertThat(output.failure())
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.USER_CODE))
        .hasMessageContaining("an error that emit throws to be thrown on");
  }

  /** The same for a key that doesn't wait, and for emitters of which none does. */
  @Test
  void insertionThatIsCutShortFailsTheAttempt() throws Exception {
    MapOutput output = trial().output(TestPlans.longs(Aggregates.sum()));
    AggregateBuffer buffer =
        new AggregateBuffer(new MemoryBudget(1 << 20), PARTITIONS, Aggregates.sum());
    LongTableEmitter<byte[]> emitter =
        new LongTableEmitter<>(Serdes.bytes(), (key, bytes, at, length) -> 0, buffer, output);
    emitter.emit(new byte[20], 1);
    emitter.requireWhole();
    Encoding<byte[]> broken = new Encoding<>(Serdes.bytes());
    broken.setEncoded(new byte[1], 0, 20);

    assertThatThrownBy(() -> emitter.insert(true, 0, 0, broken, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(emitter::requireWhole).isInstanceOf(EmitFailedException.class);
  }

  /** In the middle of a batch. */
  @Test
  void tableThatIsGivenUpHasAllKeys() throws Exception {
    MapOutput output = trial().output(TestPlans.longs(Aggregates.sum()));
    AggregateBuffer buffer =
        new AggregateBuffer(
            new MemoryBudget(1 << 20), 1, Aggregates.sum(), BatchedLongEmitter.BATCH / 2);
    BatchedLongEmitter<Long> emitter =
        new BatchedLongEmitter<>(Serdes.int64(), (encoded, at, length) -> 0, buffer, output);
    for (long key = 0; key < BatchedLongEmitter.BATCH; key++) {
      emitter.emit(key, 1);
    }
    assertThat(buffer.isList()).isFalse();

    emitter.flush();

    assertThat(buffer.isList()).isTrue();
    assertThat(buffer.size()).isEqualTo(BatchedLongEmitter.BATCH);
  }

  /** It isn't taken for a batch that was cut short. */
  @Test
  void failureThatTheMapFunctionCatchesIsTold() throws Exception {
    MapTrial trial = trial().memoryBytes(LITTLE);
    Files.delete(trial.spills());
    Files.writeString(trial.spills(), "no folder");
    JobPlan plan =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.int64(),
                    Serdes.int64(),
                    (line, out, task) -> {
                      for (long number = 0; number < 20_000; number++) {
                        emitAnyhow(out, number);
                      }
                    })
                .combine(Aggregates.sum()));

    assertThat(failure(trial, plan).kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
  }

  /** As many map functions do, for which one record more or less is of no matter. */
  private static void emitAnyhow(LongEmitter<Long> out, Long number) {
    try {
      out.emit(number, 1L);
    } catch (RuntimeException caught) {
      assertThat(caught).hasCauseInstanceOf(IOException.class);
    }
  }

  private static int overflow(byte[] encoded, int offset, int length) {
    throw new StackOverflowError();
  }

  private static Failure failure(MapTrial trial, JobPlan plan) {
    try {
      throw new AssertionError("the attempt succeeded: " + trial.run(plan));
    } catch (TaskFailedException failed) {
      return failed.failure();
    }
  }

  /** How many keys a little memory has room for. */
  private int fitting() throws Exception {
    int fits = 0;
    int spills = 100_000;
    while (spills - fits > 1) {
      int middle = (fits + spills) / 2;
      List<Pair> pairs = new ArrayList<>();
      for (int number = 0; number < middle; number++) {
        pairs.add(new Pair(numbered(number), 1));
      }
      var counters = trial().memoryBytes(LITTLE).run(plan(pairs)).counters();
      if (counters.getOrDefault("cobnut.spills", 0L) == 0) {
        fits = middle;
      } else {
        spills = middle;
      }
    }
    return fits;
  }

  private MapTrial trial() throws IOException {
    return new MapTrial(dir).input(input).partitions(PARTITIONS);
  }

  private static JobPlan plan(List<Pair> pairs) {
    return TestPlans.write(mapped(pairs).combine(Aggregates.sum()));
  }

  private static JobPlan.Mapped<Line, byte[], Long> mapped(List<Pair> pairs) {
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.bytes(),
            Serdes.int64(),
            (line, out, task) -> pairs.forEach(pair -> out.emit(pair.bytes(), pair.value)));
  }

  private static List<Map<String, Long>> summed(MapTrial trial, JobPlan plan) throws Exception {
    trial.run(plan);
    List<Map<String, Long>> regions = emptyRegions();
    MapOutputIndex index = MapOutputIndex.read(trial.output());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      try (RecordCursor region = RegionReader.open(index.region(partition), 1 << 16)) {
        while (region.next()) {
          int end = region.keyOffset() + region.keyLength();
          String key = HEX.formatHex(region.keys(), region.keyOffset(), end);
          long value = Int64Serde.read(region.values(), region.valueOffset());
          assertThat(regions.get(partition).put(key, value)).as("the key's other record").isNull();
        }
      }
    }
    return regions;
  }

  private static List<Map<String, Long>> expected(List<Pair> pairs) {
    List<Map<String, Long>> regions = emptyRegions();
    pairs.forEach(pair -> regions.get(pair.partition()).merge(pair.key, pair.value, Long::sum));
    return regions;
  }

  private static List<Map<String, Long>> emptyRegions() {
    List<Map<String, Long>> regions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      regions.add(new TreeMap<>());
    }
    return regions;
  }

  private static byte[] numbered(int number) {
    ByteOutput key = new ByteOutput();
    key.putInt(number);
    return key.toByteArray();
  }

  @Provide
  Arbitrary<List<Pair>> pairs() {
    Arbitrary<byte[]> keys =
        Arbitraries.of((byte) 0, (byte) 'a', (byte) 0xff)
            .array(byte[].class)
            .ofMaxSize(KeyWords.WHOLE_BYTES_MAX + 4);
    Arbitrary<byte[]> few = Arbitraries.of((byte) 0, (byte) 'a').array(byte[].class).ofMaxSize(3);
    return Combinators.combine(Arbitraries.oneOf(keys, few), Arbitraries.longs())
        .as(Pair::new)
        .list()
        .ofMaxSize(3 * BatchedLongEmitter.BATCH);
  }
}
