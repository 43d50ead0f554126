package dev.cobnut.worker.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Values;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

  /** Of each key a combine function is given the values in their order, and the key itself. */
  @Property(tries = 200)
  void functionIsAskedInOrder(@ForAll("words") List<String> words) throws Exception {
    assertThat(written(trial(), plan(words))).isEqualTo(expected(words));
  }

  @Test
  void functionIsAskedInOrderWhereValuesFillTheMemory() throws Exception {
    List<String> words = new ArrayList<>();
    for (int number = 0; number < 60_000; number++) {
      words.add(number % 3 == 0 ? "often" : String.valueOf(number % 7_000));
    }

    assertThat(written(trial().memoryBytes(LITTLE), plan(words))).isEqualTo(expected(words));
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
    assertThat(written(trial(), plan)).isEqualTo(expected);
  }

  /** As the batch is in the middle of being added. */
  @Test
  void functionThatEmitsFailsTheAttempt() {
    AtomicReference<Emitter<String, Long>> emitter = new AtomicReference<>();
    JobPlan plan =
        TestPlans.write(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.string(),
                    Serdes.int64(),
                    (line, out, task) -> {
                      emitter.set(out);
                      out.emit("key", 1L);
                      out.emit("key", 2L);
                    })
                .combine(
                    (key, values, out) -> {
                      emitter.get().emit("other", 1L);
                      out.accept(values.next());
                    }));

    assertThatThrownBy(() -> trial().run(plan))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.USER_CODE))
        .hasMessageStartingWith("combine: ");
  }

  private MapTrial trial() throws IOException {
    return new MapTrial(dir).input(input).partitions(PARTITIONS);
  }

  /** A word's value tells how many words came before it, and which word it is. */
  private static long value(int number, String word) {
    return (long) number << Byte.SIZE | (word.hashCode() & 0xff);
  }

  /** Of ten words that follow each other, equal ones have one value. */
  private static JobPlan plan(List<String> words) {
    Combiner<String, Long> distinct = CombiningLongsTest::distinct;
    return TestPlans.write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.string(),
                Serdes.int64(),
                (line, out, task) -> {
                  for (int number = 0; number < words.size(); number++) {
                    out.emit(words.get(number), value(number / 10, words.get(number)));
                  }
                })
            .combine(distinct));
  }

  /** Each value once, where it was first. */
  private static void distinct(String word, Values<Long> values, Consumer<Long> out) {
    Set<Long> distinct = new LinkedHashSet<>();
    values.forEach(distinct::add);
    assertThat(distinct).allMatch(value -> (value & 0xff) == (word.hashCode() & 0xff));
    distinct.forEach(out);
  }

  private static Map<String, List<Long>> expected(List<String> words) {
    Map<String, Set<Long>> distinct = new TreeMap<>();
    for (int number = 0; number < words.size(); number++) {
      String word = words.get(number);
      distinct
          .computeIfAbsent(HEX.formatHex(word.getBytes(UTF_8)), any -> new LinkedHashSet<>())
          .add(value(number / 10, word));
    }
    Map<String, List<Long>> expected = new TreeMap<>();
    distinct.forEach((key, values) -> expected.put(key, List.copyOf(values)));
    return expected;
  }

  private static Map<String, List<Long>> written(MapTrial trial, JobPlan plan) throws Exception {
    trial.run(plan);
    Map<String, List<Long>> values = new TreeMap<>();
    MapOutputIndex index = MapOutputIndex.read(trial.output());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      try (RecordCursor region = RegionReader.open(index.region(partition), 1 << 16)) {
        while (region.next()) {
          int end = region.keyOffset() + region.keyLength();
          values
              .computeIfAbsent(
                  HEX.formatHex(region.keys(), region.keyOffset(), end), any -> new ArrayList<>())
              .add(Int64Serde.read(region.values(), region.valueOffset()));
        }
      }
    }
    return values;
  }

  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> any =
        Arbitraries.strings().withChars('\0', 'a', 'é').ofMaxLength(KeyWords.WHOLE_BYTES_MAX + 4);
    Arbitrary<String> few = Arbitraries.strings().withChars('a', 'b').ofMaxLength(3);
    return Arbitraries.oneOf(any, few).list().ofMaxSize(5 * BatchedLongEmitter.BATCH);
  }
}
