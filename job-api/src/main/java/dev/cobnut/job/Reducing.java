package dev.cobnut.job;

/** What becomes of the values of a key. */
public sealed interface Reducing<K, V, K2, V2> {
  /** A declared aggregate writes the key and the folded value. */
  record ByAggregate<K, V>(Aggregate<V> aggregate) implements Reducing<K, V, K, V> {}

  /** A function of the job's author. */
  record ByFunction<K, V, K2, V2>(Reducer<K, V, K2, V2> reducer)
      implements Reducing<K, V, K2, V2> {}
}
