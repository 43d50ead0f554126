package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.LongEmitter;

/** Emits longs into a {@link SortBuffer}, unboxed. Confined to the attempt's thread. */
final class LongSortEmitter<K> implements LongEmitter<K> {
  private final SortEmitter<K, ?> emitter;
  private final byte[] encoded = new byte[Int64Serde.BYTES];

  LongSortEmitter(SortEmitter<K, ?> emitter) {
    this.emitter = emitter;
  }

  @Override
  public void emit(K key, long value) {
    Int64Serde.write(value, encoded, 0);
    emitter.emit(key, encoded, 0, encoded.length);
  }
}
