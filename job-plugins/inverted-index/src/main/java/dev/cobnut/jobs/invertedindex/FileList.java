package dev.cobnut.jobs.invertedindex;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Joins the files of one word after another: distinct, sorted by bytes, with commas between. Most
 * words have one file or few, which come in order, so that their bytes are only appended. Confined
 * to the thread of the task.
 */
final class FileList {
  private final ByteOutput joined = new ByteOutput();
  private final Utf8 last = new Utf8();
  private final Utf8 all = new Utf8();

  /** Where each file ends in what is joined. */
  private int[] ends = new int[16];

  private int count;

  /** The list of some files, which holds until the next one is asked for. */
  Utf8 of(Values<Utf8> files) {
    clear();
    while (files.hasNext()) {
      Utf8 file = files.next();
      int order = count == 0 ? -1 : last.compareTo(file);
      if (order > 0) {
        sort(file, files);
        break;
      }
      if (order < 0) {
        append(file);
      }
    }
    return all.set(joined.array(), 0, joined.length());
  }

  private void clear() {
    joined.clear();
    count = 0;
  }

  private void append(Utf8 file) {
    if (count > 0) {
      joined.putByte(',');
    }
    joined.putBytes(file.array(), file.offset(), file.length());
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = joined.length();
    last.set(joined.array(), joined.length() - file.length(), file.length());
  }

  /** Where two inputs hold files of the same path, a file can come again later. */
  private void sort(Utf8 next, Values<Utf8> rest) {
    TreeSet<Utf8> distinct = new TreeSet<>();
    int begin = 0;
    for (int file = 0; file < count; file++) {
      distinct.add(new Utf8(joined.array(), begin, ends[file] - begin).copy());
      begin = ends[file] + 1;
    }
    distinct.add(next.copy());
    rest.forEachRemaining(
        file -> {
          if (!distinct.contains(file)) {
            distinct.add(file.copy());
          }
        });
    clear();
    distinct.forEach(this::append);
  }
}
