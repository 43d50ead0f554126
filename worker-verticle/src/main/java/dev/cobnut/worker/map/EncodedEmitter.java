package dev.cobnut.worker.map;

/** Emits values that are encoded already. */
interface EncodedEmitter<K> {
  void emit(K key, byte[] values, int offset, int length);
}
