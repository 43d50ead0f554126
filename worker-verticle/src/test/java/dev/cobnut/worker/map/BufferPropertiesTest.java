package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.worker.run.AnyRecords;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RegionReader;
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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * What a map's buffers write, whenever they are full, against simple models: a stable sort by
 * partition and key, and a sum for each key.
 */
final class BufferPropertiesTest {
  private static final int TRIES = 200;
  private static final int PARTITIONS = 3;

  private Path run = Path.of("");

  @BeforeTry
  void makeFile() throws IOException {
    run = Files.createTempFile("cobnut", ".run");
  }

  @AfterTry
  void deleteFile() throws IOException {
    Files.deleteIfExists(run);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void sortBufferWritesAStableSortEachTimeItIsFull(
      @ForAll("keys") List<byte[]> keys,
      @ForAll @IntRange(min = 12 << 10, max = 40 << 10) int memoryBytes)
      throws IOException {
    SortBuffer buffer = new SortBuffer(new MemoryBudget(memoryBytes), PARTITIONS);
    List<List<TestRecord>> expected = emptyRegions();
    for (int number = 0; number < keys.size(); number++) {
      byte[] key = keys.get(number);
      byte[] value = Arrays.copyOf(new byte[] {(byte) (number >> 8), (byte) number}, number % 90);
      if (!add(buffer, key, value)) {
        assertThat(written(buffer)).isEqualTo(sorted(expected));
        buffer.clear();
        expected = emptyRegions();
        assertThat(add(buffer, key, value)).as("there is room after it was written").isTrue();
      }
      expected.get(partition(key)).add(TestRecord.of(key, value));
    }
    assertThat(written(buffer)).isEqualTo(sorted(expected));
  }

  @Example
  void equalKeysByTheMillionStayInOrder() throws IOException {
    int count = 1_200_000;
    SortBuffer buffer = new SortBuffer(new MemoryBudget(128 << 20), PARTITIONS);
    byte[] key = {1, 2, 3};
    byte[] value = new byte[Int64Serde.BYTES];
    for (int number = 0; number < count; number++) {
      Int64Serde.write(number, value, 0);
      assertThat(add(buffer, key, value)).isTrue();
    }

    write(buffer);

    try (RegionReader reader =
        RegionReader.open(MapOutputIndex.read(run).region(partition(key)), 1 << 16)) {
      for (int number = 0; number < count; number++) {
        assertThat(reader.next()).isTrue();
        assertThat(Int64Serde.read(reader.values(), reader.valueOffset())).isEqualTo(number);
      }
      assertThat(reader.next()).isFalse();
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void tableWritesOneSumForEachKeyEachTimeItIsFull(
      @ForAll("keys") List<byte[]> keys,
      @ForAll @IntRange(min = 16 << 10, max = 40 << 10) int memoryBytes)
      throws IOException {
    AggregateTable table =
        new AggregateTable(new MemoryBudget(memoryBytes), PARTITIONS, Aggregates.sum());
    List<Map<String, Long>> expected = noSums();
    for (int number = 0; number < keys.size(); number++) {
      byte[] key = keys.get(number);
      if (!fold(table, key, number)) {
        assertThat(written(table)).isEqualTo(records(expected));
        table.clear();
        expected = noSums();
        assertThat(fold(table, key, number)).as("there is room after it was written").isTrue();
      }
      expected.get(partition(key)).merge(HexFormat.of().formatHex(key), (long) number, Long::sum);
    }
    assertThat(written(table)).isEqualTo(records(expected));
  }

  @Example
  void tableWritesSumsOfKeysOfEachLength() throws IOException {
    AggregateTable table =
        new AggregateTable(new MemoryBudget(1 << 20), PARTITIONS, Aggregates.sum());
    List<Map<String, Long>> expected = noSums();
    for (int length = 0; length < 600; length++) {
      byte[] key = new byte[length];
      Arrays.fill(key, (byte) 'k');
      assertThat(fold(table, key, 1L << 40 | length)).isTrue();
      assertThat(fold(table, key, length)).isTrue();
      expected.get(partition(key)).put(HexFormat.of().formatHex(key), (1L << 40 | length) + length);
    }
    assertThat(written(table)).isEqualTo(records(expected));
  }

  /** Under hashes that often meet. */
  private static boolean fold(AggregateTable table, byte[] key, long value) {
    long hash = Arrays.hashCode(key) & 0x1f;
    int slot = table.find(hash, key, 0, key.length);
    if (slot >= 0) {
      table.fold(slot, value);
      return true;
    }
    return table.insert(partition(key), hash, key, 0, key.length, value);
  }

  private static boolean add(SortBuffer buffer, byte[] key, byte[] value) {
    return buffer.add(partition(key), key, 0, key.length, value, 0, value.length);
  }

  private static int partition(byte[] key) {
    return Math.floorMod(Arrays.hashCode(key), PARTITIONS);
  }

  private List<List<TestRecord>> written(MapBuffer buffer) throws IOException {
    write(buffer);
    List<List<TestRecord>> regions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      regions.add(TestRecord.readRegion(run, partition, 1 << 12));
    }
    return regions;
  }

  private void write(MapBuffer buffer) throws IOException {
    try (RunWriter out = RunWriter.create(run, PARTITIONS, 1 << 12)) {
      buffer.writeTo(out);
      out.finish();
    }
  }

  private static List<List<TestRecord>> emptyRegions() {
    List<List<TestRecord>> regions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      regions.add(new ArrayList<>());
    }
    return regions;
  }

  private static List<List<TestRecord>> sorted(List<List<TestRecord>> regions) {
    return regions.stream()
        .map(region -> region.stream().sorted(TestRecord.BY_KEY).toList())
        .toList();
  }

  private static List<Map<String, Long>> noSums() {
    List<Map<String, Long>> sums = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      sums.add(new TreeMap<>());
    }
    return sums;
  }

  /** The records of sums by key, in hexadecimal digits, which sort as the bytes do. */
  private static List<List<TestRecord>> records(List<Map<String, Long>> sums) {
    List<List<TestRecord>> regions = emptyRegions();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (Map.Entry<String, Long> sum : sums.get(partition).entrySet()) {
        byte[] value = new byte[Int64Serde.BYTES];
        Int64Serde.write(sum.getValue(), value, 0);
        regions.get(partition).add(new TestRecord(sum.getKey(), HexFormat.of().formatHex(value)));
      }
    }
    return regions;
  }

  @Provide
  Arbitrary<List<byte[]>> keys() {
    return AnyRecords.keys().list().ofMaxSize(700);
  }
}
