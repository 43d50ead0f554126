package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** A run against the lists that were written, a merge against a stable sort of all that goes in. */
final class RunPropertiesTest {
  private static final int TRIES = 200;

  private Path folder = Path.of("");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("cobnut-runs");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void runHoldsWhatWasWrittenWhateverTheBuffers(
      @ForAll("regions") List<List<TestRecord>> regions,
      @ForAll Codec codec,
      @ForAll @IntRange(min = 1, max = 5_000) int writeBytes,
      @ForAll @IntRange(min = 1, max = 5_000) int readBytes)
      throws IOException {
    Path run = TestRecord.writeRun(folder.resolve("run"), writeBytes, codec, regions);

    MapOutputIndex index = MapOutputIndex.read(run);
    assertThat(index.regions()).isEqualTo(regions.size());
    for (int partition = 0; partition < regions.size(); partition++) {
      List<TestRecord> expected = regions.get(partition);
      Region region = index.region(partition);
      assertThat(region.records()).isEqualTo(expected.size());
      assertThat(region.keyBytesMax())
          .isEqualTo(expected.stream().mapToInt(each -> each.keyBytes().length).max().orElse(0));
      assertThat(TestRecord.readRegion(run, partition, readBytes)).isEqualTo(expected);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void mergeIsAStableSort(@ForAll("sortedRegions") List<List<TestRecord>> sources)
      throws IOException {
    List<ListCursor> cursors = sources.stream().map(ListCursor::new).toList();

    RecordMerger merger = new RecordMerger(cursors, new TestWatch(), () -> {});

    assertThat(TestRecord.readAll(merger)).isEqualTo(sorted(sources));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void mergeOfManyPassesIsAStableSort(
      @ForAll("sortedRegions") List<List<TestRecord>> sources,
      @ForAll @IntRange(min = 2, max = 9) int fanIn,
      @ForAll Codec codec)
      throws IOException {
    List<Region> regions = new ArrayList<>();
    for (int number = 0; number < sources.size(); number++) {
      Path run = folder.resolve("run-" + number);
      TestRecord.writeRun(run, 1 << 10, codec, List.of(sources.get(number)));
      regions.add(MapOutputIndex.read(run).region(0));
    }

    try (RecordCursor merged =
        MultiPassMerge.open(
            regions,
            new MergeLimits(fanIn, 1 << 16, 0),
            folder.resolve("merged"),
            RunFold.none(),
            new TestWatch())) {
      assertThat(TestRecord.readAll(merged)).isEqualTo(sorted(sources));
    }
  }

  private static List<TestRecord> sorted(List<List<TestRecord>> sources) {
    return sources.stream().flatMap(List::stream).sorted(TestRecord.BY_KEY).toList();
  }

  @Provide
  Arbitrary<List<List<TestRecord>>> regions() {
    return AnyRecords.lists(20).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<List<TestRecord>>> sortedRegions() {
    return AnyRecords.sortedLists(12).list().ofMaxSize(25);
  }
}
