package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.KeyHash;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.TestRecord;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every job here runs with memory enough and with little; the oracle is a sort in memory. */
final class MapTaskTest {
  private static final long LITTLE = 64 << 10;
  private static final long ENOUGH = 64 << 20;

  @TempDir private Path dir;

  private Path input;
  private List<TestRecord> records = List.of();

  @BeforeEach
  void writeInput() throws Exception {
    records(5, 6_000, 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void regionsAreTheSortedRecordsOfTheirPartition(int partitions) throws Exception {
    List<List<TestRecord>> expected = sorted(partitions, byHash(partitions));

    assertThat(run(TestPlans.bytes(), partitions, ENOUGH, 0)).isEqualTo(expected);
    assertThat(run(TestPlans.bytes(), partitions, LITTLE, 2)).isEqualTo(expected);
  }

  @Test
  void outputIsTheSameToTheByteWhateverTheMemory() throws Exception {
    for (JobPlan plan : List.of(TestPlans.bytes(), TestPlans.longs(Aggregates.sum()))) {
      run(plan, 5, ENOUGH, 0);
      byte[] expected = Files.readAllBytes(dir.resolve("outputs/output.map"));
      for (long memoryBytes : new long[] {LITTLE, 2 * LITTLE, 5 * LITTLE}) {
        run(plan, 5, memoryBytes, 1);
        assertThat(dir.resolve("outputs/output.map")).hasBinaryContent(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void recordsAreTheSameWhateverTheCodec(Codec codec) throws Exception {
    List<List<TestRecord>> expected = sorted(5, byHash(5));
    for (long memoryBytes : new long[] {LITTLE, ENOUGH}) {
      MapTrial trial = new MapTrial(dir).input(input).partitions(5).memoryBytes(memoryBytes);
      trial.codec(codec).run(TestPlans.bytes());
      assertThat(trial.regions()).isEqualTo(expected);
      assertThat(MapOutputIndex.read(trial.output()).region(0).codec()).isEqualTo(codec);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, ENOUGH})
  void aggregatesKeepOneFoldedValueForEachKey(long memoryBytes) throws Exception {
    int spills = memoryBytes == LITTLE ? 1 : 0;
    Map<Aggregate<Long>, BinaryOperator<Long>> folds =
        Map.of(
            Aggregates.sum(), Long::sum, Aggregates.min(), Math::min, Aggregates.max(), Math::max);
    for (Map.Entry<Aggregate<Long>, BinaryOperator<Long>> fold : folds.entrySet()) {
      Map<String, Long> folded = new LinkedHashMap<>();
      records.forEach(
          record -> folded.merge(record.key(), record.value().length() / 2L, fold.getValue()));

      assertThat(run(TestPlans.longs(fold.getKey()), 3, memoryBytes, spills))
          .as("%s", fold.getKey().operation())
          .isEqualTo(sorted(ofLongs(folded), 3, byHash(3)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, ENOUGH})
  void firstKeepsTheFirstValueEmittedForEachKey(long memoryBytes) throws Exception {
    Map<String, TestRecord> firsts = new LinkedHashMap<>();
    records.forEach(record -> firsts.putIfAbsent(record.key(), record));

    assertThat(
            run(
                TestPlans.firsts(Aggregates.first()),
                3,
                memoryBytes,
                memoryBytes == LITTLE ? 1 : 0))
        .isEqualTo(sorted(new ArrayList<>(firsts.values()), 3, byHash(3)));
  }

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, ENOUGH})
  void sumsAreAddedPlaceByPlace(long memoryBytes) throws Exception {
    Map<String, long[]> sums = new LinkedHashMap<>();
    for (TestRecord record : records) {
      long[] sum = sums.computeIfAbsent(record.key(), fresh -> new long[2]);
      sum[0] += record.value().length() / 2L;
      sum[1]++;
    }
    List<TestRecord> expected = new ArrayList<>();
    sums.forEach(
        (key, sum) ->
            expected.add(
                new TestRecord(key, HexFormat.of().formatHex(TestPlans.twoLongs(sum[0], sum[1])))));

    assertThat(run(TestPlans.pairsOfLongs(), 3, memoryBytes, memoryBytes == LITTLE ? 1 : 0))
        .isEqualTo(sorted(expected, 3, byHash(3)));
  }

  @Test
  void distinctKeepsEachValueOfAKeyOnceInItsOrder() throws Exception {
    Set<TestRecord> distinct = new LinkedHashSet<>();
    records.forEach(record -> distinct.add(lowestBits(record)));
    assertThat(distinct).hasSizeLessThan(records.size() - 500);

    assertThat(run(TestPlans.distinct(), 3, ENOUGH, 0))
        .isEqualTo(sorted(new ArrayList<>(distinct), 3, byHash(3)));
  }

  @Test
  void distinctThatSpillsKeepsEachValueAtLeastOnce() throws Exception {
    List<TestRecord> all = records.stream().map(MapTaskTest::lowestBits).toList();
    List<TestRecord> kept = new ArrayList<>();
    run(TestPlans.distinct(), 3, LITTLE, 1).forEach(kept::addAll);

    assertThat(Set.copyOf(kept)).isEqualTo(Set.copyOf(all));
    assertThat(kept).hasSizeLessThan(all.size());
  }

  private static TestRecord lowestBits(TestRecord record) {
    int bits = record.value().length() / 2 & 3;
    return new TestRecord(record.key(), HexFormat.of().toHexDigits((byte) bits));
  }

  @Test
  void longsAreKeptUnboxedWhereNothingCombines() throws Exception {
    List<TestRecord> lengths =
        records.stream().map(r -> ofLong(r.key(), r.value().length() / 2L)).toList();

    assertThat(run(TestPlans.longs(), 3, LITTLE, 1)).isEqualTo(sorted(lengths, 3, byHash(3)));
  }

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, ENOUGH})
  void combinerSeesNeighboursInOrderAndStandsInForThem(long memoryBytes) throws Exception {
    JobPlan concatenating =
        TestPlans.combined(
            (key, values, out) -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              values.forEach(all::writeBytes);
              out.accept(all.toByteArray());
            });
    Map<String, String> joined = new LinkedHashMap<>();
    records.forEach(record -> joined.merge(record.key(), record.value(), String::concat));
    List<TestRecord> expected = new ArrayList<>();
    joined.forEach((key, value) -> expected.add(new TestRecord(key, value)));

    assertThat(run(concatenating, 3, memoryBytes, memoryBytes == LITTLE ? 1 : 0))
        .isEqualTo(sorted(expected, 3, byHash(3)));
  }

  @Test
  void combinerMayDropAndMultiplyValues() throws Exception {
    JobPlan odd =
        TestPlans.combined(
            (key, values, out) -> {
              if (key.length > 3) {
                out.accept(new byte[] {1});
                out.accept(new byte[] {2});
              }
            });

    List<List<TestRecord>> regions = run(odd, 1, ENOUGH, 0);

    Map<String, List<TestRecord>> ofKey =
        records.stream()
            .collect(Collectors.groupingBy(TestRecord::key, TreeMap::new, Collectors.toList()));
    List<TestRecord> expected = new ArrayList<>();
    ofKey.forEach(
        (key, all) -> {
          // Of a value that is alone, it isn't asked.
          if (all.size() == 1) {
            expected.addAll(all);
          } else if (key.length() > 6) {
            expected.add(new TestRecord(key, "01"));
            expected.add(new TestRecord(key, "02"));
          }
        });
    assertThat(ofKey.values()).anyMatch(all -> all.size() == 1).anyMatch(all -> all.size() > 1);
    assertThat(regions.get(0)).isEqualTo(expected);
  }

  @Test
  void customPartitionerIsObeyed() throws Exception {
    JobPlan plan = TestPlans.partitioned((key, count) -> key.length % count);

    assertThat(run(plan, 4, LITTLE, 1)).isEqualTo(sorted(4, r -> r.key().length() / 2 % 4));
  }

  @Test
  void totalOrderMakesRangesOfKeys() throws Exception {
    List<byte[]> boundaries = List.of(new byte[] {0, 1}, new byte[] {1}, new byte[] {1, 1, 0});
    MapTrial trial = new MapTrial(dir).input(input).partitions(4).boundaries(boundaries);

    trial.run(TestPlans.totallyOrdered());

    assertThat(trial.regions())
        .isEqualTo(
            sorted(
                4,
                record -> {
                  byte[] key = HexFormat.of().parseHex(record.key());
                  return TotalOrder.partition(key, 0, key.length, boundaries);
                }))
        .allSatisfy(region -> assertThat(region).isNotEmpty());
  }

  @Test
  void sampleKeepsEveryKeyWithoutValuesInOnePartition() throws Exception {
    MapTrial trial = new MapTrial(dir).input(input).memoryBytes(LITTLE).sample();

    trial.run(TestPlans.longs(Aggregates.sum()));

    List<TestRecord> keys = records.stream().map(r -> new TestRecord(r.key(), "")).toList();
    assertThat(trial.regions()).isEqualTo(sorted(keys, 1, record -> 0));
  }

  @Test
  void noInputGivesEmptyRegions() throws Exception {
    records(1, 0, 0);

    assertThat(run(TestPlans.bytes(), 3, ENOUGH, 0))
        .isEqualTo(List.of(List.of(), List.of(), List.of()));
    assertThat(run(TestPlans.longs(Aggregates.sum()), 1, LITTLE, 0)).isEqualTo(List.of(List.of()));
  }

  @Test
  void slicesOfSeveralFilesAreMappedInOrder() throws Exception {
    Path other = dir.resolve("other");
    Files.writeString(other, "0001:aa\n");
    long cut = Files.size(input) / 2;
    MapTrial trial =
        new MapTrial(dir).slice(input, 0, cut).slice(input, cut, Files.size(input)).input(other);
    List<TestRecord> expected = new ArrayList<>(records);
    expected.add(new TestRecord("0001", "aa"));

    trial.run(TestPlans.bytes());

    assertThat(trial.regions()).isEqualTo(sorted(expected, 1, record -> 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, ENOUGH})
  void recordsLargerThanTheMemoryGoThrough(long memoryBytes) throws Exception {
    for (JobPlan plan : List.of(TestPlans.bytes(), TestPlans.firsts(Aggregates.first()))) {
      records(6, 20, 300_000);
      List<TestRecord> expected = records.stream().distinct().toList();
      Map<String, TestRecord> firsts = new LinkedHashMap<>();
      expected.forEach(record -> firsts.putIfAbsent(record.key(), record));
      boolean first =
          !plan.stages().get(0).combining().equals(TestPlans.bytes().stages().get(0).combining());

      assertThat(run(plan, 2, memoryBytes, memoryBytes == LITTLE ? 10 : 0))
          .isEqualTo(sorted(first ? new ArrayList<>(firsts.values()) : records, 2, byHash(2)));
    }
  }

  @Test
  void keysLargerThanTheMemoryGoThrough() throws Exception {
    List<TestRecord> list = new ArrayList<>();
    for (int number = 0; number < 9; number++) {
      byte[] key = new byte[100_000 + number % 3];
      key[99_990] = (byte) (number % 2);
      list.add(TestRecord.of(key, new byte[] {(byte) number}));
    }
    write(list);

    List<List<TestRecord>> expected = sorted(2, byHash(2));
    assertThat(run(TestPlans.bytes(), 2, ENOUGH, 0)).isEqualTo(expected);
    assertThat(run(TestPlans.bytes(), 2, LITTLE, 9)).isEqualTo(expected);
  }

  @Test
  void countsWhatWentThrough() throws Exception {
    MapTrial trial = new MapTrial(dir).input(input).memoryBytes(LITTLE);

    TaskResult.MapOutput result = trial.run(TestPlans.bytes());

    long bytes = records.stream().mapToLong(r -> (r.key() + r.value()).length() / 2).sum();
    assertThat(result.bytes()).isEqualTo(Files.size(trial.output()));
    assertThat(result.counters())
        .containsEntry("cobnut.mapInputRecords", 6_000L)
        .containsEntry("cobnut.mapInputBytes", Files.size(input))
        .containsEntry("cobnut.mapOutputRecords", 6_000L)
        .containsEntry("cobnut.mapOutputBytes", bytes)
        .containsEntry("cobnut.spilledRecords", 6_000L)
        .containsKey("cobnut.spills");
  }

  /** Runs a plan; asserts that at least so many spills happened, or none where 0 is given. */
  private List<List<TestRecord>> run(JobPlan plan, int partitions, long memoryBytes, int spills)
      throws Exception {
    MapTrial trial = new MapTrial(dir).input(input).partitions(partitions).memoryBytes(memoryBytes);
    long found = trial.run(plan).counters().getOrDefault("cobnut.spills", -1L);
    if (spills == 0) {
      assertThat(found).isZero();
    } else {
      assertThat(found).isGreaterThanOrEqualTo(spills);
    }
    return trial.regions();
  }

  private void records(long seed, int count, int valueBytesMax) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<TestRecord> list = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      byte[] value = new byte[random.nextInt(valueBytesMax + 1)];
      random.nextBytes(value);
      list.add(TestRecord.of(TestRecord.randomKey(random), value));
    }
    write(list);
  }

  private void write(List<TestRecord> list) throws Exception {
    StringBuilder lines = new StringBuilder();
    list.forEach(r -> lines.append(r.key()).append(':').append(r.value()).append('\n'));
    records = list;
    input = dir.resolve("input");
    Files.writeString(input, lines);
  }

  private List<List<TestRecord>> sorted(int partitions, ToIntFunction<TestRecord> partition) {
    return sorted(records, partitions, partition);
  }

  private static List<List<TestRecord>> sorted(
      List<TestRecord> unsorted, int partitions, ToIntFunction<TestRecord> partition) {
    List<List<TestRecord>> regions = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      regions.add(new ArrayList<>());
    }
    unsorted.forEach(record -> regions.get(partition.applyAsInt(record)).add(record));
    regions.forEach(region -> region.sort(TestRecord.BY_KEY));
    return regions;
  }

  private static ToIntFunction<TestRecord> byHash(int partitions) {
    return record -> {
      byte[] key = HexFormat.of().parseHex(record.key());
      return KeyHash.partition(key, 0, key.length, partitions);
    };
  }

  private static List<TestRecord> ofLongs(Map<String, Long> longs) {
    List<TestRecord> list = new ArrayList<>();
    longs.forEach((key, value) -> list.add(ofLong(key, value)));
    return list;
  }

  private static TestRecord ofLong(String key, long value) {
    byte[] encoded = new byte[Int64Serde.BYTES];
    Int64Serde.write(value, encoded, 0);
    return new TestRecord(key, HexFormat.of().formatHex(encoded));
  }
}
