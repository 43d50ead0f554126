package dev.cobnut.job;

/** The declared aggregates. Each means the same as combiner and as reducer. */
public final class Aggregates {
  private Aggregates() {}

  /** The sum of longs; wraps on overflow. */
  public static Aggregate<Long> sum() {
    return new Aggregate<>(Aggregate.Operation.SUM);
  }

  /** The smallest of longs. */
  public static Aggregate<Long> min() {
    return new Aggregate<>(Aggregate.Operation.MIN);
  }

  /** The largest of longs. */
  public static Aggregate<Long> max() {
    return new Aggregate<>(Aggregate.Operation.MAX);
  }

  /**
   * The sums of several longs, place by place; they wrap on overflow. For values whose encoding is
   * always the same number of {@link Serdes#int64()}, one behind the other: a serde that writes and
   * reads a record's longs so.
   */
  public static <V> Aggregate<V> sums() {
    return new Aggregate<>(Aggregate.Operation.SUMS);
  }

  /**
   * The first value in the reducer's order: with {@link Serdes#none()} this keeps each key once.
   */
  public static <V> Aggregate<V> first() {
    return new Aggregate<>(Aggregate.Operation.FIRST);
  }
}
