package dev.cobnut.job;

/** How the values of a key shrink on their way to the reducer. */
public sealed interface Combining<K, V> {
  /** Not at all. */
  record None<K, V>() implements Combining<K, V> {}

  /** By a declared aggregate, in place. */
  record ByAggregate<K, V>(Aggregate<V> aggregate) implements Combining<K, V> {}

  /** Of equal values of a key the first stays, as far as they meet. */
  record Distinct<K, V>() implements Combining<K, V> {}

  /** By a function of the job's author. */
  record ByFunction<K, V>(Combiner<K, V> combiner) implements Combining<K, V> {}
}
