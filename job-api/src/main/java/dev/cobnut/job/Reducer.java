package dev.cobnut.job;

/**
 * The reduce function: called once for each distinct key of a partition, keys ascending by their
 * encoded bytes, on one thread.
 *
 * <p>The values come in one fixed order, whatever ran where: by the place of their record in the
 * input, then in the order of emission. The function must depend on its arguments alone, and may
 * leave values unread.
 *
 * @param <K> the intermediate key; valid until the call returns
 * @param <V> the intermediate value; valid until the next value is taken
 * @param <K2> the key written
 * @param <V2> the value written
 */
@FunctionalInterface
public interface Reducer<K, V, K2, V2> {
  void reduce(K key, Values<V> values, Emitter<K2, V2> out, TaskContext task) throws Exception;
}
