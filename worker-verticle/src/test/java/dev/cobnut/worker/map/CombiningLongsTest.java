package dev.cobnut.worker.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RegionReader;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that combines longs is asked as if each were looked up when it is emitted. */
final class CombiningLongsTest {
  private static final long LITTLE = 64 << 10;
  private static final int PARTITIONS = 3;
  private static final HexFormat HEX = HexFormat.of();

  private Path dir = Path.of("");
  private Path input = Path.of("");

  @BeforeTry
  @BeforeEach
  void writeInput() throws IOException {
    dir = Files.createTempDirectory("combining");
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

  /** Of each key it is given the values in their order, and the key itself. */
  @Property(tries = 200)
  void functionIsAskedInOrder(
      @ForAll("words") List<String> words, @ForAll @IntRange(max = 200) int equalUntil)
      throws Exception {
    Keys keys = new Keys(words, equalUntil);

    assertThat(written(trial(), keys.plan(Serdes.string(), word -> word)))
        .isEqualTo(keys.expected(Serdes.string(), word -> word));
  }

  @Property(tries = 50)
  void keysOfOtherKindsAreAskedAboutLikewise(
      @ForAll("words") List<String> words, @ForAll @IntRange(max = 200) int equalUntil)
      throws Exception {
    Keys keys = new Keys(words, equalUntil);

    requireInOrder(keys, Serdes.int64(), word -> (long) word.hashCode());
    requireInOrder(keys, Serdes.float64(), word -> 1.0 / word.hashCode());
    requireInOrder(keys, Serdes.bytes(), word -> word.getBytes(UTF_8));
    requireInOrder(keys, Serdes.utf8(), Utf8::of);
  }

  private <K> void requireInOrder(Keys keys, KeySerde<K> serde, Function<String, K> key)
      throws Exception {
    assertThat(written(trial(), keys.plan(serde, key))).isEqualTo(keys.expected(serde, key));
  }

  /**
   * Values of a key are all equal, or from some one on, when the memory was full before, or after.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 3_000, 20_000, 59_990, 60_000})
  void functionIsAskedInOrderWhereMemoryIsLittle(int equalUntil) throws Exception {
    List<String> words = new ArrayList<>();
    for (int number = 0; number < 60_000; number++) {
      words.add(number % 3 == 0 ? "often" : String.valueOf(number % 7_000));
    }
    Keys keys = new Keys(words, equalUntil);

    assertThat(written(trial().memoryBytes(LITTLE), keys.plan(Serdes.string(), word -> word)))
        .isEqualTo(keys.expected(Serdes.string(), word -> word));
    assertThat(written(trial().memoryBytes(LITTLE), keys.plan(Serdes.utf8(), Utf8::of)))
        .isEqualTo(keys.expected(Serdes.utf8(), Utf8::of));
  }

  @Test
  void customPartitionerIsObeyed() throws Exception {
    Keys keys = new Keys(List.of("a", "bb", "a", "cc", "bb"), 3);

    List<Map<String, List<Long>>> regions =
        written(
            trial(),
            TestPlans.write(
                keys.mapped(Serdes.string(), word -> word)
                    .partition((word, count) -> word.length())
                    .combine(keys.distinct(Serdes.string()))));

    assertThat(regions.stream().map(Map::keySet).toList())
        .isEqualTo(List.of(Set.of(), Set.of("61"), Set.of("6262", "6363")));
  }

  /** It is asked once about two longs that don't become one, not in the slots and then again. */
  @Test
  void functionIsNotAskedTwiceAboutTheFirstTwo() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    JobPlan plan =
        plan(
            List.of("key", "key"),
            (key, values, out) -> {
              calls.incrementAndGet();
              values.forEach(out);
            });

    trial().run(plan);

    assertThat(calls.get()).as("when emitted, and when written").isEqualTo(2);
  }

  /** Its bytes may be others by the time that it is looked up. */
  @Test
  void keyThatMayChangeDoesNotWait() throws Exception {
    byte[] key = {0};
    JobPlan plan =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.bytes(),
                    Serdes.int64(),
                    (line, out, task) -> {
                      for (int number = 0; number < 100; number++) {
                        key[0] = (byte) (number % 10);
                        out.emit(key, key[0] * 100L);
                      }
                    })
                .combine((asked, values, out) -> out.accept(values.next() / 100 * 100 + asked[0])));

    Map<String, List<Long>> expected = new TreeMap<>();
    for (int number = 0; number < 10; number++) {
      expected.put(HEX.toHexDigits((byte) number), List.of(number * 101L));
    }
    assertThat(written(trial().partitions(1), plan)).isEqualTo(List.of(expected));
  }

  /** Be it asked when a word is emitted, when 32 were, or when all are written. */
  @ParameterizedTest
  @CsvSource({"short, 2", "a word of more than sixteen bytes, 2", "short, 40"})
  void functionThatEmitsFailsTheAttempt(String word, int count) {
    JobPlan plan = emitting(Serdes.int64(), 1L, word, count);

    assertThat(failure(plan))
        .endsWith(
            "emitted a record while records were combined"
                + " (expected: a combine function to give what it makes to its own consumer)")
        .doesNotContain("EmitFailedException");
  }

  @Test
  void functionThatEmitsAsItsValuesAreWrittenFailsTheAttempt() {
    String tooLongForPairs = "v".repeat(PairCombiner.LENGTH_MAX + 1);
    JobPlan plan = emitting(Serdes.string(), tooLongForPairs, "key", 2);

    assertThat(failure(plan)).startsWith("combine: ").contains("while records were combined");
  }

  /** Emits a word some times; the combine function emits another, each time that it is asked. */
  private static <V> JobPlan emitting(Serde<V> values, V value, String word, int count) {
    AtomicReference<Consumer<String>> emit = new AtomicReference<>();
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.string(),
                values,
                (line, out, task) -> {
                  emit.set(other -> out.emit(other, value));
                  for (int number = 0; number < count; number++) {
                    out.emit(word, value);
                  }
                })
            .combine(
                (key, combined, out) -> {
                  emit.get().accept("other");
                  out.accept(combined.next());
                }));
  }

  /** What failed first is told, not that a batch was cut short by it. */
  @Test
  void failureThatTheMapFunctionCatchesIsTold() {
    JobPlan plan =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.string(),
                    Serdes.int64(),
                    (line, out, task) -> {
                      for (int number = 0; number < 3 * BatchedLongEmitter.BATCH; number++) {
                        try {
                          out.emit("key", 1L);
                        } catch (RuntimeException failed) {
                          emitOnce(out);
                        }
                      }
                    })
                .combine(
                    (key, values, out) -> {
                      throw new IllegalStateException("can't");
                    }));

    assertThat(failure(plan)).isEqualTo("combine: java.lang.IllegalStateException: can't");
  }

  private static void emitOnce(LongEmitter<String> out) {
    try {
      out.emit("errors", 1L);
    } catch (RuntimeException again) {
      // As many map functions do.
    }
  }

  private String failure(JobPlan plan) {
    try {
      throw new AssertionError("the attempt succeeded: " + trial().run(plan));
    } catch (TaskFailedException failed) {
      assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.USER_CODE);
      return failed.failure().message();
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }

  private MapTrial trial() throws IOException {
    return new MapTrial(dir).input(input).partitions(PARTITIONS);
  }

  private static JobPlan plan(List<String> words, Combiner<String, Long> combiner) {
    return TestPlans.write(
        new Keys(words, 0).mapped(Serdes.string(), word -> word).combine(combiner));
  }

  /**
   * Keys that are emitted, each with a value that tells which key it is. From some one on it also
   * tells how many tens were before it.
   */
  private record Keys(List<String> words, int equalUntil) {
    <K> JobPlan plan(KeySerde<K> serde, Function<String, K> key) {
      return TestPlans.write(mapped(serde, key).combine(distinct(serde)));
    }

    <K> JobPlan.Mapped<Line, K, Long> mapped(KeySerde<K> serde, Function<String, K> key) {
      return JobPlan.read(TextInput.lines())
          .map(
              serde,
              Serdes.int64(),
              (line, out, task) -> {
                for (int number = 0; number < words.size(); number++) {
                  K emitted = key.apply(words.get(number));
                  out.emit(emitted, value(number, encoded(serde, emitted)));
                }
              });
    }

    private long value(int number, byte[] key) {
      return mark(key) | (number < equalUntil ? 0 : (long) (number / 10) << Byte.SIZE);
    }

    private static long mark(byte[] key) {
      return Arrays.hashCode(key) & 0xff;
    }

    /** Each value once, where it was first; all must be of the key. */
    <K> Combiner<K, Long> distinct(KeySerde<K> serde) {
      return (key, values, out) -> {
        Set<Long> distinct = new LinkedHashSet<>();
        values.forEach(distinct::add);
        byte[] asked = encoded(serde, key);
        assertThat(distinct).allMatch(value -> (value & 0xff) == mark(asked));
        distinct.forEach(out);
      };
    }

    <K> List<Map<String, List<Long>>> expected(KeySerde<K> serde, Function<String, K> key) {
      List<Map<String, Set<Long>>> distinct = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        distinct.add(new TreeMap<>());
      }
      for (int number = 0; number < words.size(); number++) {
        byte[] encoded = encoded(serde, key.apply(words.get(number)));
        distinct
            .get(KeyHash.partition(encoded, 0, encoded.length, PARTITIONS))
            .computeIfAbsent(HEX.formatHex(encoded), any -> new LinkedHashSet<>())
            .add(value(number, encoded));
      }
      return distinct.stream().map(Keys::lists).toList();
    }

    private static Map<String, List<Long>> lists(Map<String, Set<Long>> sets) {
      Map<String, List<Long>> lists = new TreeMap<>();
      sets.forEach((key, values) -> lists.put(key, List.copyOf(values)));
      return lists;
    }

    private static <K> byte[] encoded(KeySerde<K> serde, K key) {
      ByteOutput out = new ByteOutput();
      serde.encode(key, out);
      return out.toByteArray();
    }
  }

  private static List<Map<String, List<Long>>> written(MapTrial trial, JobPlan plan)
      throws Exception {
    trial.run(plan);
    MapOutputIndex index = MapOutputIndex.read(trial.output());
    List<Map<String, List<Long>>> regions = new ArrayList<>();
    for (int partition = 0; partition < index.regions(); partition++) {
      Map<String, List<Long>> values = new LinkedHashMap<>();
      try (RecordCursor region = RegionReader.open(index.region(partition), 1 << 16)) {
        while (region.next()) {
          int end = region.keyOffset() + region.keyLength();
          values
              .computeIfAbsent(
                  HEX.formatHex(region.keys(), region.keyOffset(), end), any -> new ArrayList<>())
              .add(Int64Serde.read(region.values(), region.valueOffset()));
        }
      }
      assertThat(List.copyOf(values.keySet())).isSorted();
      regions.add(values);
    }
    return regions;
  }

  /** Some often, some once; short and long. */
  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> any =
        Arbitraries.strings().withChars('\0', 'a', 'é').ofMaxLength(KeyWords.WHOLE_BYTES_MAX + 4);
    Arbitrary<String> few =
        Arbitraries.of("", "a", "a".repeat(8), "a".repeat(15), "a".repeat(16), "a".repeat(17));
    Arbitrary<String> many = Arbitraries.of("b".repeat(60), "b".repeat(61), "b".repeat(200));
    return Arbitraries.oneOf(any, few, many).list().ofMaxSize(5 * BatchedLongEmitter.BATCH);
  }
}
