package dev.cobnut.jobs.sort;

import dev.cobnut.job.Utf8;

/**
 * A field of a line by its place.
 *
 * @param number counted from 1
 * @param separator what stands between two fields, one byte or more
 */
record Field(long number, Utf8 separator) {
  /** The field as a view of the line; empty where the line has fewer fields. */
  Utf8 of(Utf8 line) {
    int begin = 0;
    for (long current = 1; current < number; current++) {
      int end = separatorFrom(begin, line);
      if (end < 0) {
        return line.slice(0, 0);
      }
      begin = end + separator.length();
    }
    int end = separatorFrom(begin, line);
    return line.slice(begin, end < 0 ? line.length() : end);
  }

  private int separatorFrom(int from, Utf8 line) {
    int last = line.length() - separator.length();
    for (int index = line.indexOf(separator.at(0), from);
        index >= 0 && index <= last;
        index = line.indexOf(separator.at(0), index + 1)) {
      if (line.slice(index, index + separator.length()).equals(separator)) {
        return index;
      }
    }
    return -1;
  }
}
