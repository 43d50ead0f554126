package dev.cobnut.worker.map;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a split at which the map function throws. Those that are known already are passed
 * over; the first other one ends the attempt, or all others are collected. Confined to the
 * attempt's thread.
 */
final class BadRecords {
  private static final int ERROR_LENGTH_MAX = 200;

  /**
   * Of the texts of all that is found, so that it fits a message. What is found behind that is left
   * to the next attempt that collects.
   */
  private static final int LETTERS_MAX = 128 << 10;

  private static final long NONE = Long.MAX_VALUE;
  private static final FileSlice NOWHERE = new FileSlice("", "", 0, 0, 0, 0);

  /** In the order of the split. */
  private final List<BadRecord> known;

  private final int foundMax;
  private final List<BadRecord> found = new ArrayList<>();
  private int lettersFound;

  /** What is being read. */
  private FileSlice slice = NOWHERE;

  /** How many of the known ones are behind. */
  private int passed;

  /** The offset of the next known one in the slice. */
  private long nextOffset = NONE;

  private long skipped;

  private BadRecords(List<BadRecord> known, int foundMax) {
    this.known = known;
    this.foundMax = foundMax;
  }

  /** Of an attempt that ends at the first record that isn't known. */
  static BadRecords skipping(List<BadRecord> known) {
    return new BadRecords(known, 0);
  }

  /**
   * Of an attempt that collects.
   *
   * @param foundMax how many it may find before it has enough, 1 or more
   */
  static BadRecords collecting(List<BadRecord> known, int foundMax) {
    return new BadRecords(known, foundMax);
  }

  /** The next slice of the split is read from now on. */
  void begin(FileSlice next) {
    while (knowsMore()) {
      passed++;
      seek(nextOffset);
    }
    slice = next;
    seek(-1);
  }

  /** Whether the rest of the slice has some that are known. */
  boolean knowsMore() {
    return nextOffset != NONE;
  }

  /** Whether the record is known; asked in the order of the slice. */
  boolean knows(long offset) {
    while (nextOffset < offset) {
      passed++;
      seek(nextOffset);
    }
    boolean isKnown = nextOffset == offset;
    if (isKnown) {
      passed++;
      skipped++;
      seek(offset);
    }
    return isKnown;
  }

  /** A file that is given twice has its records twice: only ascending ones are of one slice. */
  private void seek(long behind) {
    nextOffset = NONE;
    if (passed < known.size()) {
      BadRecord next = known.get(passed);
      if (next.offset() > behind
          && next.offset() >= slice.start()
          && next.offset() < slice.end()
          && next.file().equals(slice.file())) {
        nextOffset = next.offset();
      }
    }
  }

  /** How many known ones were passed over. */
  long skipped() {
    return skipped;
  }

  /** The map function threw at the record that the reader stands at. */
  void found(SliceReader<?> at, Throwable thrown) throws TaskFailedException {
    RecordPlace place = at.place();
    if (foundMax == 0) {
      throw Failures.atBadRecord(place, thrown, SplitReader.class);
    }
    String error = Failures.line(Failures.describe(thrown), ERROR_LENGTH_MAX);
    found.add(
        new BadRecord(place.file(), place.relativePath(), place.offset(), at.recordBytes(), error));
    lettersFound += place.file().length() + place.relativePath().length() + error.length();
  }

  /** Whether so many were found that it isn't worth to look for more. */
  boolean hasEnough() {
    return found.size() > foundMax || lettersFound > LETTERS_MAX;
  }

  /** Those that weren't known, in the order of the split. */
  List<BadRecord> found() {
    return found;
  }
}
