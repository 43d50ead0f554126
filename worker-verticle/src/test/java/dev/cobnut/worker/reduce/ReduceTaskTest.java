package dev.cobnut.worker.reduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.job.Reducer;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReduceTaskTest {
  @TempDir Path folder;
  private ReduceTrial trial;

  @BeforeEach
  void prepare() throws IOException {
    trial = new ReduceTrial(folder);
  }

  @ParameterizedTest
  @ValueSource(longs = {32 << 10, 512 << 10, 16 << 20})
  void valuesOfAKeyComeInTheOrderOfMapsThenOfEmission(long memoryBytes) throws Exception {
    Map<String, List<String>> expected = writeRandom(40);
    TaskResult.PreparedPart part =
        trial
            .memoryBytes(memoryBytes)
            .run(
                strings(
                    (key, values, out, task) -> {
                      StringBuilder joined = new StringBuilder();
                      values.forEachRemaining(value -> joined.append(value).append(' '));
                      out.emit(key, joined.toString().strip());
                    }));
    StringBuilder text = new StringBuilder();
    expected.forEach(
        (key, values) ->
            text.append(key).append('\t').append(String.join(" ", values)).append('\n'));
    byte[] bytes = trial.part(part);
    assertThat(new String(bytes, UTF_8)).isEqualTo(text.toString());
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    assertThat(part.crc32c()).isEqualTo((int) crc.getValue());
    assertThat(part.bytes()).isEqualTo(bytes.length);
    assertThat(part.records()).isEqualTo(expected.size());
    assertThat(part.counters())
        .containsEntry("cobnut.reduceInputGroups", (long) expected.size())
        .containsEntry("cobnut.reduceOutputRecords", (long) expected.size())
        .containsEntry("cobnut.reduceOutputBytes", (long) bytes.length)
        .containsEntry(
            "cobnut.reduceInputRecords",
            (long) expected.values().stream().mapToInt(List::size).sum());
    assertThat(trial.spills()).isEmptyDirectory();
  }

  @Test
  void unreadValuesArePassedOver() throws Exception {
    Map<String, List<String>> expected = writeRandom(5);
    TaskResult.PreparedPart part =
        trial.run(
            strings(
                (key, values, out, task) -> {
                  // Some keys read nothing, some only one value, some look ahead without taking it.
                  if (key.length() % 3 == 1) {
                    out.emit(key, values.next());
                  } else if (key.length() % 3 == 2) {
                    String first = values.next();
                    out.emit(key, values.hasNext() + first);
                  }
                }));
    StringBuilder text = new StringBuilder();
    expected.forEach(
        (key, values) -> {
          if (key.length() % 3 == 1) {
            text.append(key).append('\t').append(values.get(0)).append('\n');
          } else if (key.length() % 3 == 2) {
            text.append(key).append('\t').append(values.size() > 1).append(values.get(0));
            text.append('\n');
          }
        });
    assertThat(new String(trial.part(part), UTF_8)).isEqualTo(text.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {32 << 10, 16 << 20})
  void longsAreFoldedAlsoWhereMergesGoToDisk(long memoryBytes) throws Exception {
    Map<String, Long> sums = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int map = 0; map < 30; map++) {
      TreeMap<String, Long> records = new TreeMap<>();
      for (int record = 0; record < 500; record++) {
        records.put("key" + random.nextInt(900), random.nextLong());
      }
      records.forEach((key, value) -> sums.merge(key, value, Long::sum));
      trial.region(
          out -> {
            for (Map.Entry<String, Long> record : records.entrySet()) {
              write(out, record.getKey(), encoded(record.getValue()));
            }
          });
    }
    TaskResult.PreparedPart part = trial.memoryBytes(memoryBytes).run(longs(Aggregates.sum()));
    StringBuilder text = new StringBuilder();
    sums.forEach((key, sum) -> text.append(key).append('\t').append(sum).append('\n'));
    assertThat(new String(trial.part(part), UTF_8)).isEqualTo(text.toString());
  }

  @Test
  void hotKeyGoesThroughInConstantMemory() throws Exception {
    int count = 1_000_000;
    byte[] value = new byte[100];
    for (int map = 0; map < 2; map++) {
      trial.region(
          out -> {
            for (int record = 0; record < count; record++) {
              write(out, "hot", value);
            }
          });
    }
    long[] values = {0};
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), new LengthSerde(), (line, out, task) -> {})
            .<String, String>reduce(
                (key, lengths, out, task) -> {
                  while (lengths.hasNext()) {
                    values[0] += lengths.next() == value.length ? 1 : 0;
                  }
                })
            .write(TextOutput.tabSeparated());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    trial.memoryBytes(1 << 20).run(plan);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(values[0]).isEqualTo(2L * count);
    assertThat(allocated).isLessThan(8 << 20);
  }

  @Test
  void beginAndEndOfTheOutputAreWrittenAlsoWithoutRecords() throws Exception {
    OutputFormat<Object, Object> framed =
        new OutputFormat<>() {
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
        };
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(Serdes.string(), Serdes.string(), (line, out, task) -> {})
            .reduce(Aggregates.first())
            .write(framed);
    assertThat(new String(trial.part(trial.run(plan)), UTF_8)).isEqualTo("[]");
  }

  @Test
  void failureOfTheJobNamesKeyAndPartition() throws Exception {
    writeRandom(3);
    trial.region(out -> write(out, "zzz\u00e4", "x".getBytes(UTF_8)));
    assertThatThrownBy(
            () ->
                trial.run(
                    strings(
                        (key, values, out, task) -> {
                          out.emit(key, "x".repeat(1000));
                          if (key.startsWith("zzz")) {
                            throw new IllegalStateException("no more");
                          }
                        })))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failure -> {
              assertThat(failure.failure().kind()).isEqualTo(Failure.Kind.USER_CODE);
              assertThat(failure.failure().message())
                  .isEqualTo(
                      "reduce of key \"zzz\u00e4\" in partition 2:"
                          + " java.lang.IllegalStateException: no more");
              assertThat(failure.failure().detail()).contains("ReduceTaskTest.lambda");
            });
    assertThat(trial.preparedFiles()).isEmpty();
  }

  @Test
  void damageIsNotTheJobsFaultEvenWhereItCatchesIt() throws Exception {
    writeRandom(3);
    Path damaged = damageOne();
    assertThatThrownBy(
            () ->
                trial.run(
                    strings(
                        (key, values, out, task) -> {
                          try {
                            values.forEachRemaining(value -> out.emit(key, value));
                          } catch (RuntimeException swallowed) {
                            out.emit(key, "swallowed");
                          }
                        })))
        .isInstanceOfSatisfying(
            DamagedRunException.class, failure -> assertThat(failure.file()).isEqualTo(damaged));
    assertThat(trial.preparedFiles()).isEmpty();
  }

  @Test
  void damageIsNotTheJobsFaultWhereItsCodeFailsFirst() throws Exception {
    writeRandom(3);
    JobPlan failing =
        strings(
            (key, values, out, task) -> {
              throw new IllegalStateException("garbage");
            });
    assertThatThrownBy(() -> trial.run(failing)).isInstanceOf(TaskFailedException.class);
    Path damaged = damageOne();

    assertThatThrownBy(() -> trial.run(failing))
        .isInstanceOfSatisfying(
            DamagedRunException.class, failure -> assertThat(failure.file()).isEqualTo(damaged));
    assertThat(trial.preparedFiles()).isEmpty();
  }

  /** Flips a bit in the last byte of a region. */
  private Path damageOne() throws IOException {
    Path damaged = trial.regions().get(1).file();
    try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(trial.regions().get(1).bytes() - 1);
      int last = file.read();
      file.seek(trial.regions().get(1).bytes() - 1);
      file.write(last ^ 1);
    }
    return damaged;
  }

  @Test
  void recordBeyondTheLimitIsRefused() throws Exception {
    trial.region(out -> write(out, "k", "v".getBytes(UTF_8))).recordBytesMax(100);
    assertThatThrownBy(
            () -> trial.run(strings((key, values, out, task) -> out.emit(key, "x".repeat(98)))))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("101 bytes written (expected: at most record.limit, 100 bytes)");
    var part = trial.run(strings((key, values, out, task) -> out.emit(key, "x".repeat(97))));
    assertThat(part.bytes()).isEqualTo(100);
  }

  @Test
  void counterMisuseFailsEvenWhereTheJobCatchesIt() throws Exception {
    trial.region(out -> write(out, "k", "v".getBytes(UTF_8)));
    assertThatThrownBy(
            () ->
                trial.run(
                    strings(
                        (key, values, out, task) -> {
                          try {
                            task.count("", 1);
                          } catch (IllegalArgumentException swallowed) {
                            out.emit(key, "swallowed");
                          }
                        })))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("counter: a name of 0 characters");
  }

  @Test
  void stoppedAttemptLeavesNoFile() throws Exception {
    writeRandom(2);
    trial.stopped();
    assertThatThrownBy(() -> trial.run(strings((key, values, out, task) -> {})))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failure -> assertThat(failure.failure().kind()).isEqualTo(Failure.Kind.STOPPED));
    assertThat(trial.preparedFiles()).isEmpty();
  }

  @Test
  void sampleIsCutIntoEqualShares() throws Exception {
    List<byte[]> keys = new ArrayList<>();
    for (int map = 0; map < 2; map++) {
      String prefix = "k" + map;
      trial.region(
          out -> {
            for (int record = 0; record < 50; record++) {
              write(out, prefix + (char) ('0' + record), new byte[0]);
            }
          });
      for (int record = 0; record < 50; record++) {
        keys.add((prefix + (char) ('0' + record)).getBytes(UTF_8));
      }
    }
    TaskResult.PreparedPart part =
        trial.sampleShares(4).run(strings((key, values, out, task) -> {}));
    assertThat(TotalOrder.decode(trial.part(part)))
        .usingElementComparator(java.util.Arrays::compareUnsigned)
        .isEqualTo(TotalOrder.boundaries(keys, 4));
    assertThat(part.records()).isEqualTo(3);
  }

  /** Values that count up over all maps, so that their order shows. */
  private Map<String, List<String>> writeRandom(int maps) throws IOException {
    SplittableRandom random = new SplittableRandom(maps);
    TreeMap<String, List<String>> all = new TreeMap<>();
    int number = 0;
    for (int map = 0; map < maps; map++) {
      TreeMap<String, List<String>> records = new TreeMap<>();
      for (int record = 0; record < 300; record++) {
        String key = "key".repeat(1 + random.nextInt(2)) + random.nextInt(200);
        records.computeIfAbsent(key, fresh -> new ArrayList<>()).add("v" + number++);
      }
      records.forEach(
          (key, values) -> all.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values));
      trial.region(
          out -> {
            for (Map.Entry<String, List<String>> group : records.entrySet()) {
              for (String value : group.getValue()) {
                write(out, group.getKey(), value.getBytes(UTF_8));
              }
            }
          });
    }
    return all;
  }

  private static JobPlan strings(Reducer<String, String, String, String> reducer) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.string(), Serdes.string(), (line, out, task) -> {})
        .reduce(reducer)
        .write(TextOutput.tabSeparated());
  }

  private static JobPlan longs(Aggregate<Long> aggregate) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.string(), Serdes.int64(), (line, out, task) -> {})
        .reduce(aggregate)
        .write(TextOutput.tabSeparated());
  }

  private static byte[] encoded(long value) {
    byte[] bytes = new byte[Int64Serde.BYTES];
    Int64Serde.write(value, bytes, 0);
    return bytes;
  }

  private static void write(RunWriter out, String key, byte[] value) throws IOException {
    byte[] bytes = key.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length, value, 0, value.length);
  }

  /** Decodes to the length, without an object. */
  private static final class LengthSerde implements Serde<Integer> {
    @Override
    public void encode(Integer value, ByteOutput out) {
      out.putBytes(new byte[value]);
    }

    @Override
    public Integer decode(byte[] bytes, int offset, int length) {
      return length;
    }
  }
}
