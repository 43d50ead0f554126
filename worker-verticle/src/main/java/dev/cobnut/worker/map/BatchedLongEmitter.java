package dev.cobnut.worker.map;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.LongEmitter;
import org.jspecify.annotations.Nullable;

/**
 * Adds longs to a {@link LongBuffer} as {@link LongTableEmitter} does, those of short keys many at
 * once: their slots lie all over a table that is larger than a core's caches, and are waited for
 * together. Those of one key stay in their order. Confined to the attempt's thread.
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
  private final LongBuffer<? super K> buffer;
  private final MapOutput output;
  private final LongTableEmitter<K> single;
  private final long[] batch = new long[BATCH * ENTRY_LONGS];

  /** The keys of the batch, where the buffer asks for them. */
  private final @Nullable Object[] kept = new @Nullable Object[BATCH];

  private final boolean keepsKeys;
  private final byte[] whole = new byte[KeyWords.WHOLE_BYTES_MAX];
  private int end;

  /** Also after a batch that was cut short, as by an overflow of the stack. */
  private boolean isFolding;

  /**
   * An emitter.
   *
   * @param keys whose objects never change, where the buffer asks for them
   */
  BatchedLongEmitter(
      KeySerde<K> keys,
      Partitions.OfEncoded<K> partitions,
      LongBuffer<? super K> buffer,
      MapOutput output) {
    key = new Encoding<>(keys);
    this.partitions = partitions;
    this.buffer = buffer;
    this.output = output;
    keepsKeys = buffer.asksForKeys();
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
      int slot = buffer.find(second, key);
      if (slot < 0 || !buffer.fold(slot, newKey, value, output)) {
        insert(slot < 0, second, value);
      }
      return;
    }
    int at = end;
    batch[at] = KeyWords.first(key.bytes(), key.offset(), length);
    batch[at + SECOND] = key.secondWord();
    batch[at + LENGTH] = length;
    batch[at + VALUE] = value;
    if (keepsKeys) {
      kept[at / ENTRY_LONGS] = newKey;
    }
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
      if (slot < 0 || !buffer.fold(slot, kept(at), batch[at + VALUE], output)) {
        KeyWords.write(first, second, whole);
        key.setEncoded(whole, 0, length);
        insert(slot < 0, second, batch[at + VALUE]);
      }
    }
    isFolding = false;
    single.requireWhole();
  }

  @SuppressWarnings("unchecked") // only keys are kept
  private @Nullable K kept(int at) {
    return keepsKeys ? (K) kept[at / ENTRY_LONGS] : null;
  }

  private void insert(boolean isNew, long second, long value) {
    int partition = partitions.of(key.bytes(), key.offset(), key.length());
    single.insert(isNew, partition, second, key, value);
  }
}
