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
   * The first value in the reducer's order: with {@link Serdes#none()} this keeps each key once.
   */
  public static <V> Aggregate<V> first() {
    return new Aggregate<>(Aggregate.Operation.FIRST);
  }
}
