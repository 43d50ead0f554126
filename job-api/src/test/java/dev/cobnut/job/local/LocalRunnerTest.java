package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.FixedLengthInput;
import dev.cobnut.job.io.RawOutput;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRunnerTest {
  @TempDir Path directory;

  private Path input(String name, String content) throws IOException {
    Path file = directory.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private LocalRunner runner(MapReduceJob job) {
    return LocalRunner.of(job).inputs(List.of(directory.resolve("in").toString()));
  }

  private List<String> parts(int count) throws IOException {
    List<String> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      parts.add(Files.readString(directory.resolve("out/part-r-%05d".formatted(part))));
    }
    return parts;
  }

  private List<String> run(MapReduceJob job, int reducers) throws IOException {
    runner(job).reducers(reducers).runTo(directory.resolve("out"));
    return parts(reducers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void wordsAreCountedAndSpreadByTheirHash(int reducers) throws IOException {
    Random random = new Random(11);
    Map<String, Long> expected = new TreeMap<>();
    for (String file : List.of("a.txt", "b.txt")) {
      StringBuilder text = new StringBuilder();
      for (int count = 0; count < 2_500; count++) {
        String word = "w" + random.nextInt(300);
        expected.merge(word, 1L, Long::sum);
        text.append(word).append(random.nextInt(8) == 0 ? "\n" : " ");
      }
      input(file, text.toString());
    }

    List<StringBuilder> wanted = new ArrayList<>();
    for (int part = 0; part < reducers; part++) {
      wanted.add(new StringBuilder());
    }
    expected.forEach(
        (word, count) -> {
          byte[] key = word.getBytes(StandardCharsets.UTF_8);
          int part = KeyHash.partition(key, 0, key.length, reducers);
          wanted.get(part).append(word).append('\t').append(count).append('\n');
        });
    assertThat(run(TestJob.wordCount(), reducers))
        .isEqualTo(wanted.stream().map(StringBuilder::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void totalOrderMakesThePartsOneSortedSequence(int reducers) throws IOException {
    Random random = new Random(12);
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < 3_000; line++) {
      lines.add("%04d".formatted(random.nextInt(2_000)));
    }
    input("a.txt", String.join("\n", lines.subList(0, 1_000)));
    input("b.txt", String.join("\n", lines.subList(1_000, 3_000)));
    List<String> parts = run(TestJob.sort(), reducers);
    Collections.sort(lines);
    assertThat(String.join("", parts)).isEqualTo(String.join("\n", lines) + "\n");
    assertThat(parts).allMatch(part -> part.length() > 5 * 3_000 / reducers / 2);
  }

  @Test
  void totalOrderOfALargeInputIsCutByASample() throws IOException {
    Random random = new Random(13);
    StringBuilder records = new StringBuilder();
    for (int record = 0; record < 60_000; record++) {
      records.append("%0100d".formatted(random.nextInt(1_000_000)));
    }
    input("records", records.toString());
    TestJob job =
        TestJob.of(
            JobPlan.read(FixedLengthInput.records(100))
                .map(Serdes.utf8(), Serdes.utf8(), (record, out, task) -> out.emit(record, record))
                .totalOrder()
                .reduce(
                    (Utf8 key, Values<Utf8> values, Emitter<Utf8, Utf8> out, TaskContext task) -> {
                      while (values.hasNext()) {
                        out.emit(key, values.next());
                      }
                    })
                .write(RawOutput.values()));
    List<String> parts = run(job, 4);
    String all = String.join("", parts);
    assertThat(all).hasSize(6_000_000);
    for (int record = 1; record < 60_000; record++) {
      assertThat(all.substring(record * 100, record * 100 + 100))
          .isGreaterThanOrEqualTo(all.substring(record * 100 - 100, record * 100));
    }
    assertThat(parts).allMatch(part -> part.length() > 1_300_000);
  }

  @Test
  void valuesComeInTheOrderOfTheInputThenOfEmission() throws IOException {
    input("a.txt", "k 1 2\nl 3\nk 4\n");
    input("b.txt", "k 5\nl 6\n");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(
                    Serdes.string(),
                    Serdes.string(),
                    (line, out, task) -> {
                      String[] fields = line.split(" ", -1);
                      for (int field = 1; field < fields.length; field++) {
                        out.emit(fields[0], fields[field]);
                      }
                    })
                .reduce(
                    (key, values, out, task) -> {
                      List<String> all = new ArrayList<>();
                      values.forEach(all::add);
                      out.emit(key, String.join(",", all));
                    })
                .write(TextOutput.tabSeparated()));
    assertThat(run(job, 1)).containsExactly("k\t1,2,4,5\nl\t3,6\n");
  }

  @Test
  void aReducerMayLeaveValuesUnread() throws IOException {
    input("a.txt", "a\nb\nb\nc\n");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(Serdes.string(), Serdes.string(), (line, out, task) -> out.emit(line, line))
                .reduce((key, values, out, task) -> out.emit(key, "x"))
                .write(TextOutput.tabSeparated()));
    assertThat(run(job, 1)).containsExactly("a\tx\nb\tx\nc\tx\n");
  }

  @Test
  void theCombinerNeverRuns() throws IOException {
    input("a.txt", "a\na\na\n");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit(line, 1L))
                .combine(
                    (String key, Values<Long> values, Consumer<Long> out) -> {
                      throw new IllegalStateException("combined");
                    })
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated()));
    assertThat(run(job, 1)).containsExactly("a\t3\n");
  }

  @Test
  void aggregatesKeepTheFirstTheLeastTheGreatest() throws IOException {
    input("a.txt", "a 5\na -3\na 9\nb 1\n");
    JobPlan.Mapped<String, String, Long> numbers =
        JobPlan.read(TextInput.strings())
            .map(
                Serdes.string(),
                Serdes.int64(),
                (line, out, task) ->
                    out.emit(line.substring(0, 1), Long.parseLong(line.substring(2))));
    assertThat(reduced(numbers.reduce(Aggregates.first()))).isEqualTo("a\t5\nb\t1\n");
    assertThat(reduced(numbers.reduce(Aggregates.min()))).isEqualTo("a\t-3\nb\t1\n");
    assertThat(reduced(numbers.reduce(Aggregates.max()))).isEqualTo("a\t9\nb\t1\n");
    assertThat(reduced(numbers.reduce(Aggregates.sum()))).isEqualTo("a\t11\nb\t1\n");
  }

  private String reduced(JobPlan.Reduced<?, ?, ?, String, Long> plan) throws IOException {
    List<String> parts = new ArrayList<>();
    runner(TestJob.of(plan.write(TextOutput.tabSeparated()))).run(part -> collect(parts));
    return parts.get(0);
  }

  private static OutputStream collect(List<String> parts) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        parts.add(toString(StandardCharsets.UTF_8));
      }
    };
  }

  @Test
  void customPartitionersChooseTheParts() throws IOException {
    input("a.txt", "0\n1\n2\n1\n");
    assertThat(run(TestJob.partitioned(), 3)).containsExactly("0\t1\n", "1\t2\n", "2\t1\n");
  }

  @Test
  void formatsFrameEveryPart() throws IOException {
    input("a.txt", "0\n");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit(line, 1L))
                .partition((key, partitions) -> 1)
                .reduce(Aggregates.sum())
                .write(
                    new OutputFormat<Object, Object>() {
                      @Override
                      public void begin(ByteOutput out) {
                        out.putString("[");
                      }

                      @Override
                      public void write(Object key, Object value, ByteOutput out) {
                        out.putString(key + "=" + value);
                      }

                      @Override
                      public void end(ByteOutput out) {
                        out.putString("]");
                      }
                    }));
    assertThat(run(job, 3)).containsExactly("[]", "[0=1]", "[]");
  }

  @Test
  void emptyInputGivesEmptyParts() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    assertThat(run(TestJob.wordCount(), 2)).containsExactly("", "");
    input("empty.txt", "");
    LocalResult result =
        runner(TestJob.sort()).reducers(3).run(part -> OutputStream.nullOutputStream());
    assertThat(result).isEqualTo(new LocalResult(Map.of(), 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void theResultTellsWhatWasDone() throws IOException {
    input("a.txt", "to be or\nnot to be");
    LocalResult result = runner(TestJob.wordCount()).runTo(directory.resolve("out"));
    assertThat(result).isEqualTo(new LocalResult(Map.of(), 2, 6, 4, 4, 21, List.of()));
    assertThat(directory.resolve("out/part-r-00000")).hasSize(21);
  }

  @Test
  void countersAreAddedUp() throws IOException {
    input("a.txt", "a\nb\na\n");
    TestJob job = TestJob.counting((line, count) -> count.accept("lines " + line));
    LocalResult result = runner(job).run(part -> OutputStream.nullOutputStream());
    assertThat(result.counters())
        .containsExactly(
            Map.entry("lines a", 2L), Map.entry("lines b", 1L), Map.entry("reduced", 2L));
  }
}
