package dev.cobnut.master.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.job.local.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SplitPlannerTest {
  private static final long MIB = 1 << 20;

  private static List<InputFile> files(long... sizes) {
    List<InputFile> files = new ArrayList<>();
    for (int index = 0; index < sizes.length; index++) {
      String name = "f" + index;
      files.add(new InputFile(Path.of("/in", name), name, sizes[index], 1_000 + index));
    }
    return files;
  }

  private static List<InputFile> equalFiles(int count, long bytes) {
    return files(LongStream.generate(() -> bytes).limit(count).toArray());
  }

  private static List<Long> bytes(List<Split> splits) {
    return splits.stream().map(Split::bytes).toList();
  }

  private static List<FileSlice> slices(List<Split> splits) {
    return splits.stream().flatMap(split -> split.slices().stream()).toList();
  }

  @Test
  void emptyInputHasNoSplits() {
    assertThat(new SplitPlanner(64 * MIB, 4).plan(List.of())).isEmpty();
    assertThat(new SplitPlanner(64 * MIB, 4).plan(files(0, 0))).isEmpty();
  }

  @Test
  void emptyFilesAreLeftOut() {
    List<Split> splits = new SplitPlanner(100, 1).plan(files(0, 5, 0, 6, 0));

    assertThat(slices(splits)).extracting(FileSlice::relativePath).containsExactly("f1", "f3");
  }

  @Test
  void fileOfOneSplitIsNotCut() {
    assertThat(bytes(new SplitPlanner(64 * MIB, 1).plan(files(64 * MIB))))
        .containsExactly(64 * MIB);
    assertThat(bytes(new SplitPlanner(64 * MIB, 8).plan(files(16 * MIB))))
        .containsExactly(16 * MIB);
  }

  @Test
  void largeFileIsCutIntoEvenPieces() {
    assertThat(bytes(new SplitPlanner(64, 1).plan(files(65)))).containsExactly(33L, 32L);
    assertThat(bytes(new SplitPlanner(64, 1).plan(files(128)))).containsExactly(64L, 64L);
    assertThat(bytes(new SplitPlanner(64, 1).plan(files(200)))).containsExactly(50L, 50L, 50L, 50L);
  }

  @Test
  void fileALittleLongerThanASplitIsNotCut() {
    long most = 64 * MIB + 64 * MIB / 256;

    assertThat(bytes(new SplitPlanner(64 * MIB, 1).plan(files(most)))).containsExactly(most);
    assertThat(bytes(new SplitPlanner(64 * MIB, 1).plan(files(most + 1))))
        .containsExactly(most / 2 + 1, most / 2);
    assertThat(bytes(new SplitPlanner(64 * MIB, 1).plan(files(2 * most))))
        .containsExactly(most, most);
  }

  @Test
  void fileIsCutIntoAPieceForEachSlotWhereTheseAreNotTooSmall() {
    assertThat(bytes(new SplitPlanner(64 * MIB, 2).plan(files(60 * MIB))))
        .containsExactly(30 * MIB, 30 * MIB);
    assertThat(bytes(new SplitPlanner(64 * MIB, 8).plan(files(64 * MIB))))
        .containsExactly(16 * MIB, 16 * MIB, 16 * MIB, 16 * MIB);
    assertThat(bytes(new SplitPlanner(64 * MIB, 4).plan(files(60 * MIB, 20 * MIB))))
        .containsExactly(20 * MIB, 20 * MIB, 20 * MIB, 20 * MIB);
    assertThat(new SplitPlanner(MIB, 2).plan(files(60 * MIB))).hasSize(60);
    assertThat(new SplitPlanner(64 * MIB, 2).plan(files(640 * MIB))).hasSize(10);
  }

  /** A piece that finds no slot would run after all others. */
  @Test
  void fileIsNotCutIntoMorePiecesThanThereAreSlots() {
    assertThat(bytes(new SplitPlanner(64 * MIB, 10).plan(equalFiles(3, 180 * MIB))))
        .hasSize(9)
        .containsOnly(60 * MIB);
    for (int slots = 1; slots < 80; slots++) {
      for (int files = 1; files < 6; files++) {
        List<InputFile> input = equalFiles(files, 331 * MIB);
        int fewest = new SplitPlanner(64 * MIB, 1).plan(input).size();
        assertThat(new SplitPlanner(64 * MIB, slots).plan(input))
            .as("%d files, %d slots", files, slots)
            .hasSizeBetween(fewest, Math.max(fewest, slots));
      }
    }
  }

  @Test
  void piecesOfAFileMeetEachOther() {
    List<FileSlice> slices = slices(new SplitPlanner(64, 1).plan(files(1_001)));

    assertThat(slices.get(0).start()).isZero();
    for (int piece = 1; piece < slices.size(); piece++) {
      assertThat(slices.get(piece).start()).isEqualTo(slices.get(piece - 1).end());
    }
    assertThat(slices.get(slices.size() - 1).end()).isEqualTo(1_001);
  }

  @Test
  void sliceKnowsLengthAndTimeOfItsFile() {
    FileSlice slice = slices(new SplitPlanner(64, 1).plan(files(65))).get(1);

    assertThat(slice).isEqualTo(new FileSlice("/in/f0", "f0", 33, 65, 65, 1_000));
  }

  @Test
  void smallFilesArePackedByBytes() {
    assertThat(bytes(new SplitPlanner(100, 1).plan(files(40, 40, 40, 40, 40))))
        .containsExactly(80L, 80L, 40L);
  }

  @Test
  void smallFilesArePackedByCount() {
    List<Split> splits =
        new SplitPlanner(64 * MIB, 1).plan(equalFiles(SplitPlanner.FILES_MAX * 2 + 1, 1));

    assertThat(splits)
        .extracting(split -> split.slices().size())
        .containsExactly(SplitPlanner.FILES_MAX, SplitPlanner.FILES_MAX, 1);
  }

  @Test
  void packingLeavesNoSlotWithoutASplitWhileFilesRemain() {
    assertThat(new SplitPlanner(64 * MIB, 4).plan(equalFiles(1_000, 10))).hasSize(4);
    assertThat(new SplitPlanner(64 * MIB, 8).plan(equalFiles(3, 10))).hasSize(3);
    assertThat(new SplitPlanner(64 * MIB, 4).plan(files(1_000, 1, 1, 1))).hasSize(4);
    assertThat(new SplitPlanner(64 * MIB, 4).plan(files(1, 1, 1, 1_000))).hasSize(4);
  }

  @Test
  void splitsKeepTheOrderOfTheFiles() {
    List<Split> splits = new SplitPlanner(100, 3).plan(files(10, 250, 10, 10, 90, 100));

    assertThat(slices(splits))
        .extracting(FileSlice::relativePath)
        .containsExactly("f0", "f1", "f1", "f1", "f2", "f3", "f4", "f5");
  }

  @Test
  void noSlotCountsAsOne() {
    assertThat(new SplitPlanner(100, 0).plan(files(10, 10))).hasSize(1);
  }

  @Test
  void anyInputIsCoveredOnceWithinTheLimits() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      long unit = round % 2 == 0 ? 1 : 100_000;
      long splitBytes = random.nextLong(1, 2_000) * unit;
      int slots = random.nextInt(1, 40);
      long[] sizes =
          IntStream.range(0, random.nextInt(0, 60))
              .mapToLong(
                  file ->
                      unit
                          * (random.nextInt(4) == 0 ? random.nextLong(9_000) : random.nextLong(50)))
              .toArray();
      List<Split> splits = new SplitPlanner(splitBytes, slots).plan(files(sizes));

      long nonEmpty = LongStream.of(sizes).filter(size -> size > 0).count();
      assertThat(slices(splits).stream().mapToLong(FileSlice::bytes).sum())
          .isEqualTo(LongStream.of(sizes).sum());
      assertThat(bytes(splits))
          .allMatch(bytes -> bytes >= 1 && bytes <= splitBytes + splitBytes / 256);
      assertThat(splits).allMatch(split -> split.slices().size() <= SplitPlanner.FILES_MAX);
      assertThat((long) splits.size()).isGreaterThanOrEqualTo(Math.min(slots, nonEmpty));
    }
  }

  @Test
  void sampleTakesTheRangesOfTheTotalOrderInOrder() {
    List<InputFile> files = files(3 * MIB, 0, 20 * MIB, 5);
    List<TotalOrder.SampleRange> ranges =
        TotalOrder.sampleRanges(files.stream().map(InputFile::bytes).toList());

    List<Split> splits = new SplitPlanner(64 * MIB, 3).planSample(files);

    assertThat(splits).hasSize(3);
    assertThat(slices(splits)).extracting(FileSlice::start).isEqualTo(starts(ranges));
    assertThat(splits).noneMatch(split -> split.slices().isEmpty());
  }

  private static List<Long> starts(List<TotalOrder.SampleRange> ranges) {
    return ranges.stream().map(TotalOrder.SampleRange::start).toList();
  }

  @Test
  void sampleHasNoMoreSplitsThanRanges() {
    assertThat(new SplitPlanner(64 * MIB, 100).planSample(files(10, 10))).hasSize(2);
    assertThat(new SplitPlanner(64 * MIB, 100).planSample(Collections.emptyList())).isEmpty();
  }

  @Test
  void splitOfNoBytesIsRefused() {
    assertThatThrownBy(() -> new SplitPlanner(0, 1))
        .hasMessage("splitBytes: 0 (expected: 1 or more)");
  }
}
