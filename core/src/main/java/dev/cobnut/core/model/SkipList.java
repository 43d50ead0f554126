package dev.cobnut.core.model;

import java.util.List;

/**
 * The records that a map task leaves out. It only grows: each version has all records of the one
 * before.
 *
 * @param version counted from 0, which leaves out nothing
 * @param records in the order of the split
 */
public record SkipList(int version, List<BadRecord> records) {
  /** Leaves out nothing. */
  public static final SkipList EMPTY = new SkipList(0, List.of());

  public SkipList {
    records = List.copyOf(records);
  }
}
