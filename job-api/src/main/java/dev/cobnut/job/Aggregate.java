package dev.cobnut.job;

/**
 * A declared way to fold the values of a key into one, which the engine carries out in place, on
 * encoded bytes. Longs wrap on overflow, so that the result never depends on the order of folding.
 * Made by {@link Aggregates}.
 *
 * @param <V> the value folded, and the result
 */
@SuppressWarnings("UnusedTypeParameter") // ties an aggregate to the values of a plan
public final class Aggregate<V> {
  /** What the fold does with the value so far and the next one. */
  public enum Operation {
    /** Adds longs; wraps. */
    SUM,
    /** Keeps the smaller long. */
    MIN,
    /** Keeps the larger long. */
    MAX,
    /** Keeps the first value in the reducer's order, of any type. */
    FIRST
  }

  private final Operation operation;

  Aggregate(Operation operation) {
    this.operation = operation;
  }

  /** What the fold does. */
  public Operation operation() {
    return operation;
  }

  /** Whether the fold works on longs, and so needs values of {@link Serdes#int64()}. */
  public boolean isOfLongs() {
    return operation != Operation.FIRST;
  }

  /**
   * Folds two longs.
   *
   * @throws IllegalStateException where the operation isn't one of longs
   */
  public long fold(long left, long right) {
    return switch (operation) {
      case SUM -> left + right;
      case MIN -> Math.min(left, right);
      case MAX -> Math.max(left, right);
      case FIRST -> throw new IllegalStateException("operation: FIRST (expected: one of longs)");
    };
  }
}
