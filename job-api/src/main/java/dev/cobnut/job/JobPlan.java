package dev.cobnut.job;

import java.util.List;

/**
 * The way of a job from its input to its output: a list of stages, each one map and reduce. Built
 * step by step, so that the compiler checks that each step fits the one before:
 *
 * <pre>{@code
 * JobPlan.read(TextInput.lines())
 *     .map(Serdes.utf8(), Serdes.int64(), (line, out, task) -> line.words().forEach(word -> out.emit(word, 1L)))
 *     .combine(Aggregates.sum())
 *     .reduce(Aggregates.sum())
 *     .write(TextOutput.tabSeparated());
 * }</pre>
 */
public final class JobPlan {
  private final List<StagePlan<?, ?, ?, ?, ?>> stages;

  private JobPlan(List<StagePlan<?, ?, ?, ?, ?>> stages) {
    this.stages = List.copyOf(stages);
  }

  /** The stages, in order; one or more. */
  public List<StagePlan<?, ?, ?, ?, ?>> stages() {
    return stages;
  }

  /** Begins a plan with the way in which the job's input is read. */
  public static <I> Input<I> read(InputFormat<I> format) {
    return new Input<>(format);
  }

  private static void requireLongs(Aggregate<?> aggregate, Serde<?> values) {
    if (aggregate.isOfLongs() && !(values instanceof Int64Serde)) {
      throw new IllegalArgumentException(
          "aggregate: "
              + aggregate.operation()
              + " over values of "
              + values.getClass().getName()
              + " (expected: Serdes.int64())");
    }
  }

  /** A plan that knows what it reads. */
  public static final class Input<I> {
    private final InputFormat<I> format;

    private Input(InputFormat<I> format) {
      this.format = format;
    }

    /** Adds the map function, with the encodings of what it emits. */
    public <K, V> Mapped<I, K, V> map(KeySerde<K> keys, Serde<V> values, Mapper<I, K, V> mapper) {
      return new Mapped<>(
          format, keys, values, mapper, new Combining.None<>(), new Partitioning.Hashed<>());
    }

    /** Adds a map function that emits longs, unboxed. */
    public <K> Mapped<I, K, Long> map(
        KeySerde<K> keys, Int64Serde values, LongMapper<I, K> mapper) {
      return new Mapped<>(
          format, keys, values, mapper, new Combining.None<>(), new Partitioning.Hashed<>());
    }
  }

  /** A plan that knows what it maps to. */
  public static final class Mapped<I, K, V> {
    private final InputFormat<I> format;
    private final KeySerde<K> keys;
    private final Serde<V> values;
    private final Mapper<I, K, V> mapper;
    private final Combining<K, V> combining;
    private final Partitioning<K> partitioning;

    private Mapped(
        InputFormat<I> format,
        KeySerde<K> keys,
        Serde<V> values,
        Mapper<I, K, V> mapper,
        Combining<K, V> combining,
        Partitioning<K> partitioning) {
      this.format = format;
      this.keys = keys;
      this.values = values;
      this.mapper = mapper;
      this.combining = combining;
      this.partitioning = partitioning;
    }

    /**
     * Folds values on their way to the reducer.
     *
     * @throws IllegalArgumentException where the aggregate is one of longs and the values aren't of
     *     {@link Serdes#int64()}
     */
    public Mapped<I, K, V> combine(Aggregate<V> aggregate) {
      requireLongs(aggregate, values);
      return new Mapped<>(
          format, keys, values, mapper, new Combining.ByAggregate<>(aggregate), partitioning);
    }

    /**
     * Drops values that equal an earlier one of the same key, by their encodings, as far as they
     * meet on their way to the reducer: which may still be given the same value several times.
     */
    public Mapped<I, K, V> combineDistinct() {
      return new Mapped<>(format, keys, values, mapper, new Combining.Distinct<>(), partitioning);
    }

    /** Shrinks values on their way to the reducer. */
    public Mapped<I, K, V> combine(Combiner<K, V> combiner) {
      return new Mapped<>(
          format, keys, values, mapper, new Combining.ByFunction<>(combiner), partitioning);
    }

    /** Spreads keys over partitions by a function, instead of by {@link KeyHash}. */
    public Mapped<I, K, V> partition(Partitioner<K> partitioner) {
      return new Mapped<>(
          format, keys, values, mapper, combining, new Partitioning.Custom<>(partitioner));
    }

    /**
     * Spreads keys over partitions by ranges, so that the parts in order are one sorted sequence.
     */
    public Mapped<I, K, V> totalOrder() {
      return new Mapped<>(format, keys, values, mapper, combining, new Partitioning.TotalOrder<>());
    }

    /**
     * Folds the values of each key into one.
     *
     * @throws IllegalArgumentException as {@link #combine(Aggregate)}
     */
    public Reduced<I, K, V, K, V> reduce(Aggregate<V> aggregate) {
      requireLongs(aggregate, values);
      return new Reduced<>(this, new Reducing.ByAggregate<>(aggregate));
    }

    /** Adds the reduce function. */
    public <K2, V2> Reduced<I, K, V, K2, V2> reduce(Reducer<K, V, K2, V2> reducer) {
      return new Reduced<>(this, new Reducing.ByFunction<>(reducer));
    }
  }

  /** A plan that knows what it reduces to. */
  public static final class Reduced<I, K, V, K2, V2> {
    private final Mapped<I, K, V> mapped;
    private final Reducing<K, V, K2, V2> reducing;

    private Reduced(Mapped<I, K, V> mapped, Reducing<K, V, K2, V2> reducing) {
      this.mapped = mapped;
      this.reducing = reducing;
    }

    /** Ends the plan with the way in which the output is written. */
    public JobPlan write(OutputFormat<? super K2, ? super V2> format) {
      return new JobPlan(
          List.of(
              new StagePlan<>(
                  mapped.format,
                  mapped.keys,
                  mapped.values,
                  mapped.mapper,
                  mapped.combining,
                  mapped.partitioning,
                  reducing,
                  new WholePairs<K2, V2>(format))));
    }
  }
}
