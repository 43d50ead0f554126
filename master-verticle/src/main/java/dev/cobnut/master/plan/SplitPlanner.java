package dev.cobnut.master.plan;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.job.local.InputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an input into splits, in the order of its files. A file larger than a split is cut into as
 * few pieces as will do, all of one size but for a byte; smaller ones are packed together, by bytes
 * and by count, but into no fewer splits than there are slots while files remain. Where the input
 * is too small to fill all slots, large files are cut into smaller pieces, down to {@link
 * #SHARE_BYTES_MIN}, as long as there is a slot for each. Empty files are left out. A pure function
 * of its arguments.
 */
public final class SplitPlanner {
  /** Files in one split, at most. */
  static final int FILES_MAX = 512;

  /** Of a file at least, before it is cut to fill the slots. */
  static final long SHARE_BYTES_MIN = 16 << 20;

  /**
   * One part in so many may be more than a split's bytes where fewer pieces come of it: files that
   * another program ended with the record after 64 MiB aren't halved.
   */
  static final int SLACK = 256;

  private final long splitBytes;
  private final int slots;

  /**
   * A planner.
   *
   * @param splitBytes how large a split may be, but for the slack; 1 or more
   * @param slots tasks that the cluster runs at once; 0 counts as 1
   */
  public SplitPlanner(long splitBytes, int slots) {
    if (splitBytes < 1) {
      throw new IllegalArgumentException("splitBytes: " + splitBytes + " (expected: 1 or more)");
    }
    this.splitBytes = splitBytes;
    this.slots = Math.max(1, slots);
  }

  /** The splits of the whole input. */
  public List<Split> plan(List<InputFile> listed) {
    List<InputFile> files = listed.stream().filter(file -> file.bytes() > 0).toList();
    long totalBytes = files.stream().mapToLong(InputFile::bytes).sum();
    return plan(files, totalBytes, cutBytes(files, totalBytes));
  }

  private List<Split> plan(List<InputFile> files, long totalBytes, long cutBytes) {
    Packing packing = new Packing(totalBytes, files.size(), cutBytes);
    for (InputFile file : files) {
      packing.add(file);
    }
    return packing.end();
  }

  /** Above how many bytes a file is cut: the fewest that make no more splits than slots, if any. */
  private long cutBytes(List<InputFile> files, long totalBytes) {
    long share = Math.max(SHARE_BYTES_MIN, ceilDiv(totalBytes, slots));
    long most = splitBytes + splitBytes / SLACK;
    long least = Math.min(most, share + share / SLACK);
    if (plan(files, totalBytes, most).size() > slots) {
      // Where the search would end, too, with many more plans of what may be very many files.
      return most;
    }
    while (least < most) {
      long middle = (least + most) / 2;
      if (plan(files, totalBytes, middle).size() > slots) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return most;
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** The splits of the sample from which the ranges of a total order are drawn. */
  public List<Split> planSample(List<InputFile> files) {
    List<Long> sizes = files.stream().map(InputFile::bytes).toList();
    List<FileSlice> slices = new ArrayList<>();
    for (TotalOrder.SampleRange range : TotalOrder.sampleRanges(sizes)) {
      slices.add(slice(files.get(range.file()), range.start(), range.end()));
    }
    int count = Math.min(slots, slices.size());
    List<Split> splits = new ArrayList<>(count);
    for (int split = 0; split < count; split++) {
      int from = (int) ((long) slices.size() * split / count);
      int to = (int) ((long) slices.size() * (split + 1) / count);
      splits.add(new Split(slices.subList(from, to)));
    }
    return splits;
  }

  private static FileSlice slice(InputFile file, long start, long end) {
    return new FileSlice(
        file.path().toString(), file.relativePath(), start, end, file.bytes(), file.modifiedMs());
  }

  /** The splits so far, with the one that is being filled. */
  private final class Packing {
    private final List<Split> splits = new ArrayList<>();
    private final long cutBytes;
    private final long packBytes;
    private final int packFiles;
    private int filesLeft;
    private List<FileSlice> open = new ArrayList<>();
    private long openBytes;

    Packing(long totalBytes, int files, long cutBytes) {
      this.cutBytes = cutBytes;
      packBytes = Math.min(splitBytes, ceilDiv(totalBytes, slots));
      packFiles = (int) Math.min(FILES_MAX, ceilDiv(files, slots));
      filesLeft = files;
    }

    void add(InputFile file) {
      if (file.bytes() > cutBytes) {
        close();
        cut(file);
      } else {
        if (!open.isEmpty() && (isFull(file) || mustSpread())) {
          close();
        }
        open.add(slice(file, 0, file.bytes()));
        openBytes += file.bytes();
      }
      filesLeft--;
    }

    private boolean isFull(InputFile next) {
      return openBytes + next.bytes() > packBytes || open.size() >= packFiles;
    }

    /** Whether each file that is left is needed to give each slot a split. */
    private boolean mustSpread() {
      return splits.size() + 1 + filesLeft <= slots;
    }

    private void cut(InputFile file) {
      long pieces = ceilDiv(file.bytes(), cutBytes);
      long least = file.bytes() / pieces;
      long longer = file.bytes() % pieces;
      long start = 0;
      for (long piece = 0; piece < pieces; piece++) {
        long end = start + least + (piece < longer ? 1 : 0);
        splits.add(new Split(List.of(slice(file, start, end))));
        start = end;
      }
    }

    private void close() {
      if (!open.isEmpty()) {
        splits.add(new Split(open));
        open = new ArrayList<>();
        openBytes = 0;
      }
    }

    List<Split> end() {
      close();
      return splits;
    }
  }
}
