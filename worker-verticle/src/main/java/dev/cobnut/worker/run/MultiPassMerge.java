package dev.cobnut.worker.run;

import dev.cobnut.runtime.crash.CrashPoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges any number of sorted regions within limits: as long as there are more than can be merged
 * at once, neighbours become one on disk. Confined to one thread.
 */
public final class MultiPassMerge {
  private final MergeLimits limits;
  private final Path temporary;
  private final RunFold fold;
  private final MergeWatch watch;
  private final List<Path> files = new ArrayList<>();
  private int filesMade;

  private MultiPassMerge(MergeLimits limits, Path temporary, RunFold fold, MergeWatch watch) {
    this.limits = limits;
    this.temporary = temporary;
    this.fold = fold;
    this.watch = watch;
  }

  /**
   * Opens the merged sequence; equal keys come in the order of the regions.
   *
   * @param temporary the path that the names of merged files begin with; what is written there is
   *     deleted when the cursor is closed, or when this fails
   * @param fold what becomes of equal keys where regions are merged on disk; the cursor returned
   *     doesn't fold
   * @param watch where it says so, the merge throws an {@link java.io.InterruptedIOException}
   */
  public static RecordCursor open(
      List<Region> regions, MergeLimits limits, Path temporary, RunFold fold, MergeWatch watch)
      throws IOException {
    int keyBytesMax = regions.stream().mapToInt(Region::keyBytesMax).max().orElse(0);
    boolean hasFrames = regions.stream().anyMatch(region -> region.codec() != Codec.NONE);
    MergeLimits fitting = (hasFrames ? limits.forFrames() : limits).forKeys(keyBytesMax);
    MultiPassMerge merge = new MultiPassMerge(fitting, temporary, fold, watch);
    try {
      List<Region> left = new ArrayList<>(regions);
      left.removeIf(region -> region.records() == 0 && region.bytes() == 0);
      while (left.size() > fitting.fanIn()) {
        watch.left(merge.leftBytes(left));
        merge.shrink(left);
      }
      watch.left(merge.leftBytes(left));
      return merge.cursor(left, merge::deleteFiles);
    } catch (IOException | RuntimeException failure) {
      merge.deleteFiles();
      throw failure;
    }
  }

  /** All bytes once, and before that those of the passes that it takes to shrink the regions. */
  private long leftBytes(List<Region> regions) {
    long bytes = regions.stream().mapToLong(Region::recordBytes).sum();
    int tooMany = regions.size() - limits.fanIn();
    if (tooMany <= 0) {
      return bytes;
    }
    int passes = (tooMany + limits.fanIn() - 2) / (limits.fanIn() - 1);
    return bytes + bytes / regions.size() * (tooMany + passes);
  }

  private void shrink(List<Region> regions) throws IOException {
    long[] bytes = regions.stream().mapToLong(Region::recordBytes).toArray();
    MergeWindow window = MergeWindow.smallest(bytes, limits.fanIn());
    List<Region> neighbours = regions.subList(window.begin(), window.end());
    Path file = temporary.resolveSibling(temporary.getFileName() + ".merge-" + filesMade++);
    try (RecordCursor cursor = cursor(neighbours, () -> {});
        RunWriter out = RunWriter.create(file, 1, limits.bufferBytes(neighbours.size()))) {
      out.region(0);
      fold.write(cursor, out);
      files.add(file);
      out.finish();
    }
    for (Region merged : neighbours) {
      if (files.remove(merged.file())) {
        Files.delete(merged.file());
      }
    }
    CrashPoint.REDUCE_IN_MERGE.reach();
    neighbours.clear();
    regions.add(window.begin(), MapOutputIndex.read(file).region(0));
  }

  private RecordCursor cursor(List<Region> regions, Closeable afterwards) throws IOException {
    List<RegionReader> readers = new ArrayList<>();
    try {
      for (Region region : regions) {
        readers.add(RegionReader.open(region, limits.bufferBytes(regions.size())));
      }
      return new RecordMerger(readers, watch, afterwards);
    } catch (IOException | RuntimeException failure) {
      for (RegionReader reader : readers) {
        reader.close();
      }
      throw failure;
    }
  }

  private void deleteFiles() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    files.clear();
  }
}
