package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Combiner;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.worker.run.AnyRecords;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.run.TestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A combining table, and what it writes, of a test. Values are told encoded. */
final class CombiningTrial<V> {
  private static final int PARTITIONS = 3;

  private final CombiningTable<byte[]> table;

  CombiningTrial(long memoryBytes, Serde<V> values, Combiner<byte[], V> combiner) {
    CombinerFold<byte[], V> fold =
        new CombinerFold<>(Serdes.bytes(), values, combiner, Integer.MAX_VALUE);
    table = new CombiningTable<>(new MemoryBudget(memoryBytes), PARTITIONS, fold, fold);
  }

  boolean add(byte[] bytes, byte[] value) throws IOException {
    Encoding<byte[]> key = new Encoding<>(Serdes.bytes());
    key.set(bytes);
    int slot = table.find(key.secondWord(), key);
    if (slot < 0) {
      return table.insert(partition(bytes), key.secondWord(), key, value, 0, value.length);
    }
    return table.append(slot, bytes, value, 0, value.length);
  }

  private static int partition(byte[] key) {
    return Math.floorMod(Arrays.hashCode(key), PARTITIONS);
  }

  /** What the table writes, which is of no use then but to be cleared. */
  List<TestRecord> written() throws IOException {
    Path run = Files.createTempFile("cobnut", ".run");
    try {
      return written(run);
    } finally {
      Files.delete(run);
    }
  }

  private List<TestRecord> written(Path run) throws IOException {
    try (RunWriter out = RunWriter.create(run, PARTITIONS, 1 << 12)) {
      table.writeTo(out);
      out.finish();
    }
    List<TestRecord> records = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<TestRecord> region = TestRecord.readRegion(run, partition, 1 << 12);
      assertThat(region).isSortedAccordingTo(TestRecord.BY_KEY);
      for (TestRecord record : region) {
        assertThat(partition(HexFormat.of().parseHex(record.key()))).isEqualTo(partition);
      }
      records.addAll(region);
    }
    return records.stream().sorted(TestRecord.BY_KEY).toList();
  }

  /**
   * Adds values to keys, and compares what is written each time that the table is full.
   *
   * @param values the value of each number
   * @param model what becomes of a key's values
   */
  void check(
      List<byte[]> keys,
      Function<Integer, byte[]> values,
      Function<List<byte[]>, List<byte[]>> model)
      throws IOException {
    TreeMap<String, List<byte[]>> given = new TreeMap<>();
    for (int number = 0; number < keys.size(); number++) {
      byte[] key = keys.get(number);
      byte[] value = values.apply(number);
      if (!add(key, value)) {
        assertThat(written()).isEqualTo(expected(given, model));
        table.clear();
        given.clear();
        assertThat(add(key, value)).as("there is room after it was written").isTrue();
      }
      given.computeIfAbsent(HexFormat.of().formatHex(key), any -> new ArrayList<>()).add(value);
      assertThat(table.size()).isEqualTo(given.size());
    }
    assertThat(written()).isEqualTo(expected(given, model));
  }

  private static List<TestRecord> expected(
      Map<String, List<byte[]>> given, Function<List<byte[]>, List<byte[]>> model) {
    List<TestRecord> records = new ArrayList<>();
    given.forEach(
        (key, values) ->
            model
                .apply(values)
                .forEach(value -> records.add(TestRecord.of(HexFormat.of().parseHex(key), value))));
    return records.stream().sorted(TestRecord.BY_KEY).toList();
  }

  /** Keys that values are added to, some often, some once, in a table of some memory. */
  record Filling(List<byte[]> keys, int memoryBytes) {
    static Arbitrary<Filling> any() {
      Arbitrary<List<byte[]>> keys =
          AnyRecords.keys().list().ofMinSize(1).ofMaxSize(12).flatMap(Filling::drawn);
      return Combinators.combine(keys, Arbitraries.integers().between(16 << 10, 40 << 10))
          .as(Filling::new);
    }

    private static Arbitrary<List<byte[]>> drawn(List<byte[]> keys) {
      return Arbitraries.oneOf(Arbitraries.of(keys), AnyRecords.keys()).list().ofMaxSize(700);
    }
  }
}
