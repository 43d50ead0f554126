package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Pair;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ContractCheckTest {
  private static final String TEXT = "to be or not to be\nthat is\nthe question\nor not\nto be\n";

  private static void assertCaught(TestJob job, String message) {
    JobTestKit kit = JobTestKit.of(job).input("a.txt", TEXT).input("b.txt", TEXT.repeat(5));
    assertThatThrownBy(kit::verifyContract)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @Test
  void jobsThatKeepTheContractPass() {
    for (TestJob job :
        List.of(
            TestJob.wordCount(),
            TestJob.sort(),
            TestJob.of(
                TestJob.words()
                    .combine(ContractCheckTest::add)
                    .reduce(Aggregates.sum())
                    .write(TextOutput.keys())),
            TestJob.of(TestJob.words().reduce(Aggregates.first()).write(TextOutput.keys())))) {
      JobTestKit.of(job)
          .input("small.txt", TEXT)
          .input("empty.txt", "")
          .input("large.txt", TEXT.repeat(20) + "no end")
          .reducers(3)
          .verifyContract();
    }
    JobTestKit.of(TestJob.wordCount()).input("tiny.txt", "a b\n\nc").verifyContract();
    JobTestKit.of(TestJob.wordCount()).verifyContract();
  }

  private static void add(String key, Values<Long> values, Consumer<Long> out) {
    long sum = 0;
    while (values.hasNext()) {
      sum += values.next();
    }
    out.accept(sum);
  }

  @Test
  void aCombinerThatChangesTheResultIsCaught() {
    TestJob counts =
        TestJob.of(
            TestJob.words()
                .combine(
                    (String key, Values<Long> values, Consumer<Long> out) -> {
                      long count = 0;
                      for (; values.hasNext(); values.next()) {
                        count++;
                      }
                      out.accept(count);
                    })
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated()));
    assertCaught(counts, "combiner changes the result: with neighbours combined, part 0 differs");
    TestJob loses =
        TestJob.of(
            TestJob.words()
                .combine((String key, Values<Long> values, Consumer<Long> out) -> out.accept(1L))
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated()));
    assertCaught(loses, "combiner changes the result");
    TestJob reorders =
        TestJob.of(
            TestJob.words()
                .combine(
                    (String key, Values<Long> values, Consumer<Long> out) -> {
                      throw new IllegalStateException("no combining");
                    })
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated()));
    assertThatThrownBy(() -> JobTestKit.of(reorders).input("a.txt", TEXT).verifyContract())
        .isInstanceOf(UserCodeException.class)
        .hasMessage("combine function failed: java.lang.IllegalStateException: no combining");
  }

  @Test
  void anAggregateThatIsNoneOfTheReducersIsCaught() {
    assertCaught(
        TestJob.of(
            TestJob.words()
                .combine(Aggregates.max())
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated())),
        "combiner changes the result");
  }

  @Test
  void aMapperThatIsNotDeterministicIsCaught() {
    AtomicLong calls = new AtomicLong();
    assertCaught(
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(
                    Serdes.string(),
                    Serdes.int64(),
                    (line, out, task) -> out.emit(line, calls.incrementAndGet()))
                .reduce(Aggregates.sum())
                .write(TextOutput.keys())),
        "map function isn't deterministic");
  }

  @Test
  void aReducerThatIsNotDeterministicIsCaught() {
    AtomicLong calls = new AtomicLong();
    assertCaught(
        TestJob.of(
            TestJob.words()
                .reduce(
                    (String key,
                        Values<Long> values,
                        Emitter<String, Long> out,
                        TaskContext task) -> out.emit(key, calls.incrementAndGet()))
                .write(TextOutput.tabSeparated())),
        "job isn't deterministic: a second run part 0 differs");
  }

  @Test
  void aMapperThatKnowsTheLinesBeforeIsCaught() {
    TestJob job =
        new TestJob(
            List.of(),
            parameters -> {
              AtomicLong number = new AtomicLong();
              return JobPlan.read(TextInput.strings())
                  .map(
                      Serdes.int64(),
                      Serdes.string(),
                      (line, out, task) -> out.emit(number.incrementAndGet(), line))
                  .reduce(Aggregates.first())
                  .write(TextOutput.tabSeparated());
            });
    assertCaught(job, "result depends on where the input is cut: with cuts at ");
  }

  @Test
  void aFormatThatReadsRecordsTwiceIsCaught() {
    InputFormat<String> format =
        range -> {
          RecordReader<String> lines = TextInput.strings().open(range);
          // Begins at the range, whether or not a record begins there.
          return range.start() == 0 ? lines : TextInput.strings().open(new Shifted(range));
        };
    assertCaught(
        TestJob.of(
            JobPlan.read(format)
                .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit(line, 1L))
                .reduce(Aggregates.sum())
                .write(TextOutput.tabSeparated())),
        "result depends on where the input is cut");
  }

  /** A file that begins where the range does. */
  private record Shifted(InputRange range) implements InputRange {
    @Override
    public String file() {
      return range.file();
    }

    @Override
    public String relativePath() {
      return range.relativePath();
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public long end() {
      return range.end() - range.start();
    }

    @Override
    public long fileBytes() {
      return range.fileBytes() - range.start();
    }

    @Override
    public int recordBytesMax() {
      return range.recordBytesMax();
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
      return range.read(range.start() + position, bytes, offset, length);
    }
  }

  /** Longs as text: they come back, but sort as text does. */
  private static final KeySerde<Long> AS_TEXT =
      new KeySerde<>() {
        @Override
        public void encode(Long value, ByteOutput out) {
          out.putString(Long.toString(value));
        }

        @Override
        public Long decode(byte[] bytes, int offset, int length) {
          return Long.parseLong(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
      };

  private static TestJob lengths(KeySerde<Long> serde) {
    return TestJob.of(
        JobPlan.read(TextInput.strings())
            .map(
                serde,
                Serdes.none(),
                (line, out, task) -> {
                  out.emit((long) line.length(), Nothing.NOTHING);
                  out.emit(2L, Nothing.NOTHING);
                })
            .reduce(Aggregates.first())
            .write(TextOutput.keys()));
  }

  @Test
  void aKeySerdeThatSortsOtherwiseIsCaught() {
    assertCaught(
        lengths(AS_TEXT),
        "key serde: the bytes of 18 stand before those of 2 (expected: the order");
    JobTestKit.of(lengths(Serdes.int64())).input("a.txt", TEXT).verifyContract();
  }

  @Test
  void aPairOfKeysThatSortOtherwiseIsCaught() {
    assertCaught(
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(
                    Serdes.pair(Serdes.string(), AS_TEXT),
                    Serdes.int64(),
                    (line, out, task) -> {
                      out.emit(new Pair<>("x", 10L), 1L);
                      out.emit(new Pair<>("x", 9L), 1L);
                    })
                .reduce(Aggregates.sum())
                .write(TextOutput.keys())),
        "key serde: the bytes of Pair[first=x, second=10] stand before");
  }

  @Test
  void aSerdeThatDoesNotComeBackIsCaught() {
    KeySerde<Long> lossy =
        new KeySerde<>() {
          @Override
          public void encode(Long value, ByteOutput out) {
            out.putLong(value);
          }

          @Override
          public Long decode(byte[] bytes, int offset, int length) {
            return 0L;
          }
        };
    assertCaught(
        lengths(lossy),
        "key serde: decoded and encoded again, a key is 0000000000000000 (expected: "
            + "0000000000000012)");
    KeySerde<Long> broken =
        new KeySerde<>() {
          @Override
          public void encode(Long value, ByteOutput out) {
            out.putByte(7);
          }

          @Override
          public Long decode(byte[] bytes, int offset, int length) {
            return Serdes.int64().decode(bytes, offset, length);
          }
        };
    JobTestKit kit = JobTestKit.of(valued(broken)).input("a.txt", TEXT);
    assertThatThrownBy(kit::verifyContract)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("value serde: can't decode 07, which it encoded: ");
  }

  private static TestJob valued(KeySerde<Long> serde) {
    return TestJob.of(
        JobPlan.read(TextInput.strings())
            .map(Serdes.string(), serde, (line, out, task) -> out.emit(line, 1L))
            .reduce((key, values, out, task) -> out.emit(key, key))
            .write(TextOutput.keys()));
  }
}
