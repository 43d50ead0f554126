package dev.cobnut.job;

/** An {@link Emitter} of long values that doesn't box them. */
@FunctionalInterface
public interface LongEmitter<K> extends Emitter<K, Long> {
  void emit(K key, long value);

  @Override
  default void emit(K key, Long value) {
    emit(key, value.longValue());
  }

  /** The same emitter, where it takes unboxed longs already; else one that boxes. */
  static <K> LongEmitter<K> over(Emitter<K, Long> out) {
    if (out instanceof LongEmitter<K> longs) {
      return longs;
    }
    return (key, value) -> out.emit(key, Long.valueOf(value));
  }
}
