package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Int64Serde;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MultiPassMergeTest {
  @TempDir private Path dir;
  @TempDir private Path scratch;

  private final List<TestRecord> expected = new ArrayList<>();
  private TestWatch watch = new TestWatch();

  @Test
  void mergesManyRegionsAsAStableSortWhateverTheFanIn() throws IOException {
    for (int fanIn : new int[] {2, 3, 7, 40, 60}) {
      List<Region> regions = regions(50, 30);

      try (RecordCursor merged = open(regions, fanIn, RunFold.none())) {
        assertThat(filesOf(scratch).isEmpty()).isEqualTo(fanIn >= 50);
        assertThat(TestRecord.readAll(merged)).as("fan-in %d", fanIn).isEqualTo(expected);
      }
      assertThat(scratch).isEmptyDirectory();
    }
  }

  @Test
  void whatIsLeftIsAboutRightAtFirstAndExactAtLast() throws IOException {
    for (int fanIn : new int[] {2, 3, 7, 40, 60}) {
      watch = new TestWatch();
      List<Region> regions = regions(50, 30);
      long bytes = regions.stream().mapToLong(Region::bytes).sum();

      try (RecordCursor merged = open(regions, fanIn, RunFold.none())) {
        assertThat(watch.leftBytes).as("fan-in %d", fanIn).isEqualTo(bytes);
        TestRecord.readAll(merged);
      }
      assertThat(watch.leftBytes).isZero();
      assertThat(watch.firstLeftBytes)
          .as("fan-in %d", fanIn)
          .isBetween(watch.readBytes / 3, watch.readBytes * 3 / 2);
    }
  }

  @Test
  void noRegionsGiveNoRecords() throws IOException {
    try (RecordCursor merged = open(List.of(), 2, RunFold.none())) {
      assertThat(merged.next()).isFalse();
    }
  }

  @Test
  void foldsEqualKeysWhereItWritesToDisk() throws IOException {
    List<Region> regions = new ArrayList<>();
    byte[] one = new byte[Int64Serde.BYTES];
    Int64Serde.write(1, one, 0);
    for (int number = 0; number < 9; number++) {
      List<TestRecord> records = List.of(TestRecord.of(new byte[] {7}, one));
      regions.add(region(number, records));
    }

    long total = 0;
    int records = 0;
    try (RecordCursor merged = open(regions, 2, RunFold.of(Aggregates.sum()))) {
      while (merged.next()) {
        total += Int64Serde.read(merged.values(), merged.valueOffset());
        records++;
      }
    }

    assertThat(total).isEqualTo(9);
    assertThat(records).isEqualTo(2);
  }

  @Test
  void damageLeavesNoFiles() throws IOException {
    List<Region> regions = regions(10, 5);
    Region last = regions.get(9);
    byte[] bytes = Files.readAllBytes(last.file());
    bytes[(int) last.bytes() - 1] ^= 1;
    Files.write(last.file(), bytes);

    assertThatThrownBy(
            () -> {
              try (RecordCursor merged = open(regions, 2, RunFold.none())) {
                TestRecord.readAll(merged);
              }
            })
        .isInstanceOf(DamagedRunException.class)
        .hasMessageContaining(last.file().toString());
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void stopsBetweenRecordsAndLeavesNoFiles() throws IOException {
    List<Region> regions = regions(4, 3000);

    assertThatThrownBy(
            () ->
                MultiPassMerge.open(
                    regions, limits(2), scratch.resolve("x"), RunFold.none(), new TestWatch(true)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void windowTakesTheSmallestNeighboursAndOnlyAsManyAsItMust() {
    assertThat(MergeWindow.smallest(new long[] {9, 1, 1, 9, 1}, 4))
        .isEqualTo(new MergeWindow(1, 3));
    assertThat(MergeWindow.smallest(new long[] {9, 5, 1, 1, 1, 9, 9, 9}, 3))
        .isEqualTo(new MergeWindow(2, 5));
  }

  @Test
  void longKeysAreMergedFewAtATime() throws IOException {
    assertThat(limits(60).forKeys(8 << 10)).isEqualTo(limits(60));
    assertThat(limits(60).forKeys(16 << 10)).isEqualTo(limits(4));
    assertThat(limits(60).forKeys(1 << 20)).isEqualTo(limits(2));
    List<Region> regions = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      regions.add(region(number, List.of(TestRecord.of(new byte[20_000], new byte[number]))));
    }

    try (RecordCursor merged = open(regions, 60, RunFold.none())) {
      assertThat(filesOf(scratch)).isNotEmpty();
      for (int number = 0; number < 5; number++) {
        assertThat(merged.next()).isTrue();
        assertThat(merged.valueLength()).isEqualTo(number);
      }
    }
  }

  private RecordCursor open(List<Region> regions, int fanIn, RunFold fold) throws IOException {
    return MultiPassMerge.open(regions, limits(fanIn), scratch.resolve("x"), fold, watch);
  }

  private static MergeLimits limits(int fanIn) {
    return new MergeLimits(fanIn, 1 << 16, 0);
  }

  private List<Region> regions(int count, int recordsMax) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    expected.clear();
    List<Region> regions = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      List<TestRecord> records =
          TestRecord.random(random, recordsMax / 2 + random.nextInt(recordsMax), 20);
      records.sort(TestRecord.BY_KEY);
      expected.addAll(records);
      regions.add(region(number, records));
    }
    expected.sort(TestRecord.BY_KEY);
    return regions;
  }

  private Region region(int number, List<TestRecord> records) throws IOException {
    Path run = TestRecord.writeRun(dir.resolve("run-" + number), 1 << 10, List.of(records));
    return MapOutputIndex.read(run).region(0);
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
