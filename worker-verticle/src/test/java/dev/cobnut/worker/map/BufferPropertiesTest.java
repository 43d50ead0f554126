package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serdes;
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
import java.util.function.IntFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.statistics.Statistics;

/**
 * What a map's buffers write, whenever they are full, against simple models: a stable sort by
 * partition and key, and a sum for each key.
 */
final class BufferPropertiesTest {
  private static final int TRIES = 200;
  private static final int FULL_TRIES = 40;
  private static final int PARTITIONS = 3;

  /** What a table begins with, so that it has no room for a key. */
  private static final int TABLE_BYTES_MIN = 8 << 10;

  /** For all keys that are made. */
  private static final int ENOUGH = 4 << 20;

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
      byte[] value = value(number);
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
    AggregateTable table = table(new MemoryBudget(memoryBytes));
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

  /** A byte more, and a byte less, than what holds them. */
  @Property(tries = FULL_TRIES, edgeCases = EdgeCasesMode.NONE)
  void sortBufferThatIsJustFullHoldsAllAndOneByteLessDoesNot(@ForAll("someKeys") List<byte[]> keys)
      throws IOException {
    int least =
        leastBytes(
            0, bytes -> added(new SortBuffer(new MemoryBudget(bytes), PARTITIONS), keys), keys);
    for (int memoryBytes = least - 1; memoryBytes <= least + 1; memoryBytes++) {
      MemoryBudget budget = new MemoryBudget(memoryBytes);
      SortBuffer buffer = new SortBuffer(budget, PARTITIONS);
      int count = added(buffer, keys);
      assertThat(count == keys.size())
          .as("%d of %d bytes", memoryBytes, least)
          .isEqualTo(memoryBytes >= least);
      List<List<TestRecord>> expected = emptyRegions();
      for (int number = 0; number < count; number++) {
        byte[] key = keys.get(number);
        expected.get(partition(key)).add(TestRecord.of(key, value(number)));
      }
      assertThat(written(buffer)).isEqualTo(sorted(expected));
      buffer.release();
      assertThat(budget.left()).isEqualTo(memoryBytes);
    }
  }

  @Property(tries = FULL_TRIES, edgeCases = EdgeCasesMode.NONE)
  void tableThatIsJustFullHoldsAllAndOneByteLessDoesNot(@ForAll("someKeys") List<byte[]> keys)
      throws IOException {
    int least =
        leastBytes(TABLE_BYTES_MIN, bytes -> folded(table(new MemoryBudget(bytes)), keys), keys);
    for (int memoryBytes = least - 1; memoryBytes <= least + 1; memoryBytes++) {
      MemoryBudget budget = new MemoryBudget(memoryBytes);
      AggregateTable table = table(budget);
      int count = folded(table, keys);
      assertThat(count == keys.size())
          .as("%d of %d bytes", memoryBytes, least)
          .isEqualTo(memoryBytes >= least);
      List<Map<String, Long>> expected = noSums();
      for (int number = 0; number < count; number++) {
        byte[] key = keys.get(number);
        expected.get(partition(key)).merge(HexFormat.of().formatHex(key), (long) number, Long::sum);
      }
      assertThat(written(table)).isEqualTo(records(expected));
      table.release();
      assertThat(budget.left()).isEqualTo(memoryBytes);
    }
  }

  /** The least memory that holds all keys, of which a byte less holds fewer. */
  private static int leastBytes(int tooLittle, IntFunction<Integer> held, List<byte[]> keys) {
    int tooFew = tooLittle;
    int enough = ENOUGH;
    assertThat(held.apply(tooFew)).isLessThan(keys.size());
    assertThat(held.apply(enough)).isEqualTo(keys.size());
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) / 2;
      if (held.apply(middle) == keys.size()) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  /** Adds keys until there is no room; returns how many were added. */
  private static int added(SortBuffer buffer, List<byte[]> keys) {
    int number = 0;
    while (number < keys.size() && add(buffer, keys.get(number), value(number))) {
      number++;
    }
    return number;
  }

  private static int folded(AggregateTable table, List<byte[]> keys) {
    int number = 0;
    while (number < keys.size() && fold(table, keys.get(number), number)) {
      number++;
    }
    return number;
  }

  private static AggregateTable table(MemoryBudget budget) {
    return new AggregateTable(budget, PARTITIONS, Aggregates.sum());
  }

  private static byte[] value(int number) {
    return Arrays.copyOf(new byte[] {(byte) (number >> 8), (byte) number}, number % 90);
  }

  /** Counting so few new keys that it gives its table up, and takes it up again. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aggregateBufferWritesOneSumForEachKeyWhetherTableOrList(
      @ForAll("keys") List<byte[]> keys,
      @ForAll @IntRange(min = 7, max = 70) int window,
      @ForAll @IntRange(min = 16 << 10, max = 40 << 10) int memoryBytes)
      throws IOException {
    MemoryBudget budget = new MemoryBudget(memoryBytes);
    AggregateBuffer buffer = new AggregateBuffer(budget, PARTITIONS, Aggregates.sum(), window);
    List<Map<String, Long>> expected = noSums();
    boolean wasList = false;
    for (int number = 0; number < keys.size(); number++) {
      byte[] key = keys.get(number);
      wasList |= buffer.isList();
      if (!fold(buffer, key, number)) {
        assertThat(written(buffer)).isEqualTo(records(expected));
        buffer.clear();
        expected = noSums();
        assertThat(fold(buffer, key, number)).as("there is room after it was written").isTrue();
      }
      expected.get(partition(key)).merge(HexFormat.of().formatHex(key), (long) number, Long::sum);
    }
    Statistics.collect(wasList);
    Statistics.coverage(cases -> cases.check(true).percentage(share -> share > 5));
    Statistics.coverage(cases -> cases.check(false).percentage(share -> share > 5));
    assertThat(written(buffer)).isEqualTo(records(expected));
    buffer.release();
    assertThat(budget.left()).isEqualTo(memoryBytes);
  }

  private static boolean fold(AggregateBuffer buffer, byte[] bytes, int number) {
    Encoding<byte[]> key = new Encoding<>(Serdes.bytes());
    key.set(bytes);
    int slot = buffer.find(key.secondWord(), key);
    if (slot < 0) {
      return buffer.insert(partition(bytes), key.secondWord(), key, number, number + 1L);
    }
    buffer.fold(slot, number);
    return true;
  }

  @Example
  void tableWritesSumsOfKeysOfEachLength() throws IOException {
    AggregateTable table = table(new MemoryBudget(1 << 20));
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

  /** Long keys, under hashes that often meet. */
  private static boolean fold(AggregateTable table, byte[] key, long value) {
    long second = second(key);
    int slot = table.find(second, key, 0, key.length);
    if (slot >= 0) {
      table.fold(slot, value);
      return true;
    }
    return table.insert(partition(key), second, key, 0, key.length, value);
  }

  /** Long keys meet often. */
  private static long second(byte[] key) {
    return key.length > KeyWords.WHOLE_BYTES_MAX
        ? Arrays.hashCode(key) & 0x1f
        : KeyWords.second(key, 0, key.length);
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

  @Provide
  Arbitrary<List<byte[]>> someKeys() {
    return AnyRecords.keys().list().ofMinSize(1).ofMaxSize(300);
  }
}
