package dev.cobnut.job;

import java.util.function.Consumer;

/**
 * Shrinks the values of a key on their way to the reducer. It may run any number of times, or
 * never, on any values of the key that are neighbours in the reducer's order; whatever it is given,
 * the reducer must write the same.
 */
@FunctionalInterface
public interface Combiner<K, V> {
  /**
   * Combines neighbours. May not emit: a job whose combiner does, through an emitter that its map
   * function kept, fails.
   *
   * @param values some of the key's values, neighbours, in order
   * @param out takes the values that stand in for them, in order; encoded before the call returns
   */
  void combine(K key, Values<V> values, Consumer<V> out) throws Exception;
}
