package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;

/**
 * Folds longs in an {@link AggregateBuffer} as {@link LongTableEmitter} does, those of short keys
 * many at once: their slots lie all over a table that is larger than a core's caches, and are
 * waited for together. Which of them comes first makes no difference to an aggregate. Confined to
 * the attempt's thread.
 */
final class BatchedLongEmitter<K> implements LongEmitter<K> {
  /** So many keys wait for each other. */
  static final int BATCH = 32;

  private static final int ENTRY_LONGS = 5;
  private static final int SECOND = 1;
  private static final int LENGTH = 2;
  private static final int VALUE = 3;

  /** What the slot holds: kept, so that it is read. */
  private static final int TOUCHED = 4;

  private final Encoding<K> key;
  private final Partitions.OfEncoded<K> partitions;
  private final AggregateBuffer buffer;
  private final MapOutput output;
  private final LongTableEmitter<K> single;
  private final long[] batch = new long[BATCH * ENTRY_LONGS];
  private final byte[] whole = new byte[KeyWords.WHOLE_BYTES_MAX];
  private int end;

  /** Also after a batch that was cut short, as by an overflow of the stack. */
  private boolean isFolding;

  BatchedLongEmitter(
      KeySerde<K> keys,
      Partitions.OfEncoded<K> partitions,
      AggregateBuffer buffer,
      MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.buffer = buffer;
    this.output = output;
    single = new LongTableEmitter<>(keys, partitions, buffer, output);
  }

  @Override
  public void emit(K newKey, long value) {
    if (end == batch.length) {
      flush();
    }
    key.set(newKey);
    int length = key.length();
    output.count(length, Int64Serde.BYTES);
    if (length > KeyWords.WHOLE_BYTES_MAX) {
      long second = key.secondWord();
      fold(buffer.find(second, key), second, value);
      return;
    }
    int at = end;
    batch[at] = KeyWords.first(key.bytes(), key.offset(), length);
    batch[at + SECOND] = key.secondWord();
    batch[at + LENGTH] = length;
    batch[at + VALUE] = value;
    end = at + ENTRY_LONGS;
  }

  /** Folds those that wait. */
  void flush() {
    if (isFolding) {
      throw output.failCutShort();
    }
    isFolding = true;
    int batchEnd = end;
    end = 0;
    for (int at = 0; at < batchEnd; at += ENTRY_LONGS) {
      batch[at + TOUCHED] = buffer.touch(batch[at], batch[at + SECOND]);
    }
    for (int at = 0; at < batchEnd; at += ENTRY_LONGS) {
      long first = batch[at];
      long second = batch[at + SECOND];
      int length = (int) batch[at + LENGTH];
      int slot = buffer.findWhole(first, second, length);
      if (slot < 0) {
        KeyWords.write(first, second, whole);
        key.setEncoded(whole, 0, length);
      }
      fold(slot, second, batch[at + VALUE]);
    }
    isFolding = false;
    single.requireWhole();
  }

  private void fold(int slot, long second, long value) {
    if (slot >= 0) {
      buffer.fold(slot, value);
    } else {
      int partition = partitions.of(key.bytes(), key.offset(), key.length());
      single.insert(partition, second, key, value);
    }
  }
}
