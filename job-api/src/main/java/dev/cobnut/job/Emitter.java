package dev.cobnut.job;

/**
 * Takes the pairs that a map or reduce function produces. Key and value are encoded before the call
 * returns and may be used again.
 */
@FunctionalInterface
public interface Emitter<K, V> {
  void emit(K key, V value);
}
