package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of records, spread by partition, then sorted and written. Used in the order {@link
 * #count} for each record, {@link #begin}, {@link #place} for each record, {@link #write}. Confined
 * to one thread.
 */
final class PartitionedRecords {
  /** Bytes for each record, without the spare arrays. */
  static final int ENTRY_BYTES = 2 * Long.BYTES;

  private final ArenaCursor cursor;
  private final ArenaRecord record;
  private final RecordSort sort;
  private final @Nullable RunFold fold;

  /** While counting, how many; then, where the next one goes; in the end, where they end. */
  private final int[] ends;

  private long[] words = {};
  private long[] addresses = {};

  /**
   * For records of an arena.
   *
   * @param fold what becomes of equal keys; null where nothing does, or where there are none
   */
  PartitionedRecords(RecordArena arena, int partitions, @Nullable RunFold fold) {
    this.fold = fold;
    cursor = new ArenaCursor(arena);
    record = new ArenaRecord(arena);
    sort = new RecordSort(arena);
    ends = new int[partitions];
  }

  /** Announces a record of a partition. */
  void count(int partition) {
    ends[partition]++;
  }

  /** Makes room for what was counted. Returns the size of the largest partition. */
  int begin() {
    int start = 0;
    int largest = 0;
    for (int partition = 0; partition < ends.length; partition++) {
      int size = ends[partition];
      largest = Math.max(largest, size);
      ends[partition] = start;
      start += size;
    }
    if (start > words.length) {
      words = new long[start];
      addresses = new long[start];
    }
    return largest;
  }

  /** Puts a record behind those of its partition that were placed before. */
  void place(int partition, long firstWord, long address) {
    int at = ends[partition]++;
    words[at] = firstWord;
    addresses[at] = address;
  }

  /** Sorts and writes all; the spare arrays are as long as the largest partition, or longer. */
  void write(RunWriter out, long[] spareWords, long[] spareAddresses) throws IOException {
    sort.over(words, addresses, spareWords, spareAddresses);
    int begin = 0;
    for (int partition = 0; partition < ends.length; partition++) {
      int end = ends[partition];
      if (end > begin) {
        sort.sort(begin, end);
        out.region(partition);
        write(begin, end, out);
      }
      begin = end;
    }
    Arrays.fill(ends, 0);
  }

  /** Gives memory back. */
  void release() {
    words = new long[0];
    addresses = new long[0];
  }

  private void write(int begin, int end, RunWriter out) throws IOException {
    if (fold != null) {
      fold.write(cursor.over(addresses, begin, end), out);
      return;
    }
    for (int index = begin; index < end; index++) {
      record.set(addresses[index]);
      out.writeEncoded(record.bytes(), record.begin(), record.length(), record.keyLength());
    }
  }
}
