package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The splits of a stage, packed, since there may be a million: each file once, each slice as its
 * file's number, its begin and its end.
 */
final class SplitPlan {
  /** What the slices of a file have in common. */
  private record InputFile(String file, String relativePath, long bytes, long modifiedMs) {
    static InputFile of(FileSlice slice) {
      return new InputFile(
          slice.file(), slice.relativePath(), slice.fileBytes(), slice.modifiedMs());
    }
  }

  private final InputFile[] files;

  /** Of each split, its first slice; then the number of all slices. */
  private final int[] firstSlices;

  private final int[] fileOfSlice;
  private final long[] starts;
  private final long[] ends;

  private SplitPlan(List<InputFile> files, int splits, int slices) {
    this.files = files.toArray(InputFile[]::new);
    this.firstSlices = new int[splits + 1];
    this.fileOfSlice = new int[slices];
    this.starts = new long[slices];
    this.ends = new long[slices];
  }

  static SplitPlan of(List<Split> splits) {
    Map<InputFile, Integer> numbers = new LinkedHashMap<>();
    List<InputFile> files = new ArrayList<>();
    int slices = 0;
    for (Split split : splits) {
      for (FileSlice slice : split.slices()) {
        InputFile file = InputFile.of(slice);
        if (numbers.putIfAbsent(file, files.size()) == null) {
          files.add(file);
        }
        slices++;
      }
    }
    SplitPlan plan = new SplitPlan(files, splits.size(), slices);
    plan.fill(splits, numbers);
    return plan;
  }

  private void fill(List<Split> splits, Map<InputFile, Integer> numbers) {
    int at = 0;
    for (int split = 0; split < splits.size(); split++) {
      firstSlices[split] = at;
      for (FileSlice slice : splits.get(split).slices()) {
        fileOfSlice[at] = numbers.getOrDefault(InputFile.of(slice), -1);
        starts[at] = slice.start();
        ends[at] = slice.end();
        at++;
      }
    }
    Arrays.fill(firstSlices, splits.size(), firstSlices.length, at);
  }

  int size() {
    return firstSlices.length - 1;
  }

  Split split(int index) {
    List<FileSlice> slices = new ArrayList<>();
    for (int slice = firstSlices[index]; slice < firstSlices[index + 1]; slice++) {
      InputFile file = files[fileOfSlice[slice]];
      slices.add(
          new FileSlice(
              file.file(),
              file.relativePath(),
              starts[slice],
              ends[slice],
              file.bytes(),
              file.modifiedMs()));
    }
    return new Split(slices);
  }

  /** The file that a split begins with; empty where it has no slices. */
  String firstFile(int index) {
    int slice = firstSlices[index];
    return slice == firstSlices[index + 1] ? "" : files[fileOfSlice[slice]].file();
  }
}
