package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of an arena as the regions of a run: spreads their entries over the partitions in
 * place, then sorts and writes one partition after another. Confined to one thread.
 */
final class SortedRegions {
  private final EntryCursor folded;
  private final ArenaRecord record;
  private final RecordSort sort;
  private final @Nullable RunFold fold;
  private final int[] starts;
  private final int[] ends;

  /** For records of an arena, of which each is written. */
  SortedRegions(RecordArena arena, int partitions) {
    this(arena, partitions, new PlainCursor(arena), null);
  }

  /** For records of an arena, of which equal keys become what a fold makes of them. */
  static SortedRegions folding(RecordArena arena, int partitions, RunFold fold) {
    return new SortedRegions(arena, partitions, new PlainCursor(arena), fold);
  }

  /** For chains of records, whose values become what a fold makes of them. */
  static SortedRegions ofChains(RecordArena arena, int partitions, RunFold fold) {
    return new SortedRegions(arena, partitions, new ChainCursor(arena), fold);
  }

  private SortedRegions(
      RecordArena arena, int partitions, EntryCursor folded, @Nullable RunFold fold) {
    this.fold = fold;
    this.folded = folded;
    record = new ArenaRecord(arena);
    sort = new RecordSort(arena);
    starts = new int[partitions];
    ends = new int[partitions];
  }

  /**
   * Sorts and writes.
   *
   * @param entries of {@link RecordSort}, with the first words of the keys; lost in the end
   * @param size how many entries
   */
  void write(long[] entries, int size, RunWriter out) throws IOException {
    spread(entries, size);
    int begin = 0;
    for (int partition = 0; partition < ends.length; partition++) {
      int end = ends[partition];
      if (end > begin) {
        sort.sort(entries, begin, end);
        out.region(partition);
        write(entries, begin, end, out);
      }
      begin = end;
    }
  }

  private void spread(long[] entries, int size) {
    Arrays.fill(ends, 0);
    for (int entry = 0; entry < size; entry++) {
      ends[RecordSort.partition(entries, entry)]++;
    }
    int at = 0;
    for (int partition = 0; partition < ends.length; partition++) {
      starts[partition] = at;
      at += ends[partition];
      ends[partition] = at;
    }
    for (int partition = 0; partition < ends.length; partition++) {
      while (starts[partition] < ends[partition]) {
        int home = RecordSort.partition(entries, starts[partition]);
        if (home != partition) {
          RecordSort.swap(entries, starts[partition], starts[home]);
        }
        starts[home]++;
      }
    }
  }

  private void write(long[] entries, int begin, int end, RunWriter out) throws IOException {
    if (fold != null) {
      fold.write(folded.over(entries, begin, end), out);
      return;
    }
    for (int entry = begin; entry < end; entry++) {
      record.set(RecordSort.address(entries, entry));
      out.writeEncoded(record.bytes(), record.begin(), record.length(), record.keyLength());
    }
  }
}
