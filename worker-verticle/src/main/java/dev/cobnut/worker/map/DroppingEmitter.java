package dev.cobnut.worker.map;

import dev.cobnut.job.Combining;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.LongEmitter;
import dev.cobnut.job.Serde;
import dev.cobnut.job.StagePlan;

/**
 * Calls what of the job's code is called where a pair is emitted, and keeps nothing. Confined to
 * the attempt's thread.
 */
final class DroppingEmitter<K, V> implements Emitter<K, V> {
  private final Encoding<K> key;
  private final Encoding<V> value;
  private final Partitions<K> partitions;
  private final MapOutput output;

  private DroppingEmitter(
      StagePlan<?, K, ?, ?, ?> plan, Serde<V> values, Partitions<K> partitions, MapOutput output) {
    key = new Encoding<>(plan.keys());
    value = new Encoding<>(values);
    this.partitions = partitions;
    this.output = output;
  }

  /** Takes pairs as the emitter of a {@link MapSink} does. */
  static <K, V> Emitter<K, V> of(
      StagePlan<?, K, V, ?, ?> plan, MapTask.Order order, MapOutput output) {
    Serde<V> values = order.sample() ? new MapSink.NoBytes<>() : plan.values();
    DroppingEmitter<K, V> emitter =
        new DroppingEmitter<>(plan, values, MapSink.partitions(plan, order), output);
    boolean isFolded =
        !order.sample()
            && plan.combining() instanceof Combining.ByAggregate<K, V> by
            && by.aggregate().isOfLongs();
    boolean isOfLongs = isFolded || values instanceof Int64Serde;
    return isOfLongs ? MapSink.ofLongs(emitter.ofLongs()) : emitter;
  }

  @Override
  public void emit(K newKey, V newValue) {
    value.set(newValue);
    emit(newKey, value.length());
  }

  /** The same for longs, which aren't encoded by the job's code. */
  private LongEmitter<K> ofLongs() {
    return (newKey, newValue) -> emit(newKey, Int64Serde.BYTES);
  }

  private void emit(K newKey, int valueLength) {
    key.set(newKey);
    output.count(key.length(), valueLength);
    partitions.of(newKey, key.bytes(), key.offset(), key.length());
  }
}
