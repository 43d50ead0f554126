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
    /** Adds longs that stand one behind the other, place by place; wraps. */
    SUMS,
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

  /** Whether the fold works on single longs, and so needs values of {@link Serdes#int64()}. */
  public boolean isOfLongs() {
    return operation != Operation.FIRST && operation != Operation.SUMS;
  }

  /**
   * Folds the encoding of a value into that of another, in place.
   *
   * @param length bytes of each
   * @throws IllegalArgumentException where the operation needs longs, and the length isn't of those
   */
  public void fold(byte[] into, int intoOffset, byte[] from, int fromOffset, int length) {
    if (operation == Operation.FIRST) {
      return;
    }
    if (length % Int64Serde.BYTES != 0 || (isOfLongs() && length != Int64Serde.BYTES)) {
      throw new IllegalArgumentException(
          "aggregate: "
              + operation
              + " over a value of "
              + length
              + " bytes (expected: "
              + Int64Serde.BYTES
              + (isOfLongs() ? ")" : " for each long)"));
    }
    for (int at = 0; at < length; at += Int64Serde.BYTES) {
      long left = Int64Serde.read(into, intoOffset + at);
      long right = Int64Serde.read(from, fromOffset + at);
      Int64Serde.write(
          operation == Operation.SUMS ? left + right : fold(left, right), into, intoOffset + at);
    }
  }

  /**
   * Folds two longs.
   *
   * @throws IllegalStateException where the operation isn't one of single longs
   */
  public long fold(long left, long right) {
    return switch (operation) {
      case SUM -> left + right;
      case MIN -> Math.min(left, right);
      case MAX -> Math.max(left, right);
      case SUMS, FIRST ->
          throw new IllegalStateException(
              "operation: " + operation + " (expected: one of single longs)");
    };
  }
}
