package dev.cobnut.core.paper;

/** The paper's sort: 10^10 records of 100 bytes, and its cluster of worker machines. */
final class Sort {
  static final int MACHINES = 1_746;
  static final int MAPS = 15_000;
  static final int REDUCES = 4_000;

  /**
   * A map or a reduce at a time: the paper's machines ran one reduce each, of two processors. A
   * second reduce may fetch meanwhile.
   */
  static final int SLOTS = 1;

  static final double TOTAL_MB = 1_000_000;
  static final double SPLIT_MB = TOTAL_MB / MAPS;
  static final double PART_MB = TOTAL_MB / REDUCES;

  /** What one map has for one reduce. */
  static final double PIECE_MB = SPLIT_MB / REDUCES;

  private Sort() {}
}
