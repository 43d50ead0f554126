package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.LongEmitter;

/** Emits longs, encoded without being boxed. Confined to the attempt's thread. */
final class LongEncoder<K> implements LongEmitter<K> {
  private final EncodedEmitter<K> emitter;
  private final byte[] encoded = new byte[Int64Serde.BYTES];

  LongEncoder(EncodedEmitter<K> emitter) {
    this.emitter = emitter;
  }

  @Override
  public void emit(K key, long value) {
    Int64Serde.write(value, encoded, 0);
    emitter.emit(key, encoded, 0, encoded.length);
  }
}
