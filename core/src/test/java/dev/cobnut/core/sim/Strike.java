package dev.cobnut.core.sim;

/**
 * A fault that is to strike in a run.
 *
 * @param number within the run
 * @param atMs when
 */
record Strike(int number, long atMs, Fault fault) {
  /** The numbers that it draws; others' don't depend on it. */
  Draw draw(long seed) {
    return Draw.of(seed, "strike " + number);
  }

  @Override
  public String toString() {
    return String.format("%7d %s (strike %d)", atMs, fault, number);
  }
}
