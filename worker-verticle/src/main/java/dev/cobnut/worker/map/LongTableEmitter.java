package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;

/** Adds longs to a {@link LongBuffer}, unboxed. Confined to the attempt's thread. */
final class LongTableEmitter<K> implements LongEmitter<K> {
  private final Encoding<K> key;
  private final Partitions<K> partitions;
  private final LongBuffer<? super K> buffer;
  private final MapOutput output;

  /** Also after an insertion that was cut short, as by an overflow of the stack. */
  private boolean isInserting;

  LongTableEmitter(
      KeySerde<K> keys, Partitions<K> partitions, LongBuffer<? super K> buffer, MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.buffer = buffer;
    this.output = output;
  }

  @Override
  public void emit(K newKey, long value) {
    key.set(newKey);
    output.count(key.length(), Int64Serde.BYTES);
    long second = key.secondWord();
    int slot = buffer.find(second, key);
    boolean isNew = slot < 0;
    if (isNew || !buffer.fold(slot, newKey, value, output)) {
      int partition = partitions.of(newKey, key.bytes(), key.offset(), key.length());
      insert(isNew, partition, second, key, value);
    }
  }

  /**
   * Adds a key, and spills where there is no room.
   *
   * @param isNew whether it has no slot; else there is no room for one more value of it
   */
  void insert(boolean isNew, int partition, long second, Encoding<?> newKey, long value) {
    requireWhole();
    isInserting = true;
    if (!isNew || !inserted(partition, second, newKey, value)) {
      output.spill(buffer);
      if (!inserted(partition, second, newKey, value)) {
        byte[] encoded = new byte[Int64Serde.BYTES];
        Int64Serde.write(value, encoded, 0);
        output.spillAlone(partition, newKey, encoded, 0, encoded.length);
      }
    }
    isInserting = false;
  }

  private boolean inserted(int partition, long second, Encoding<?> newKey, long value) {
    try {
      return buffer.insert(partition, second, newKey, value, output.records());
    } catch (OutOfMemoryError failure) {
      throw output.fail(failure);
    }
  }

  /** Fails where an error has left the buffer in the middle of something. */
  void requireWhole() {
    if (isInserting) {
      throw output.failCutShort();
    }
  }
}
