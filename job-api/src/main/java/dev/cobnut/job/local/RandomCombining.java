package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Combining;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.Utf8;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Combines neighbours among the values of each key, some once, some several times, some never.
 * Confined to one thread.
 */
final class RandomCombining implements Variation {
  private static final int ROUNDS_MAX = 3;
  private static final int NEIGHBOURS_MAX = 4;

  private final Random random;

  RandomCombining(Random random) {
    this.random = random;
  }

  @Override
  public boolean keepsValues() {
    return true;
  }

  @Override
  public <K, V> ByteOutput shrunk(
      StagePlan<?, K, V, ?, ?> stage, KeyGroups.Group group, ByteOutput values) {
    ByteOutput current = values;
    int rounds = 1 + random.nextInt(ROUNDS_MAX);
    for (int round = 0; round < rounds; round++) {
      current = combinedOnce(stage, group.key(), current);
    }
    return current;
  }

  private <K, V> ByteOutput combinedOnce(
      StagePlan<?, K, V, ?, ?> stage, Utf8 key, ByteOutput values) {
    ByteOutput out = new ByteOutput();
    EncodedValues<V> rest = new EncodedValues<>(stage.values(), values);
    boolean all = random.nextInt(NEIGHBOURS_MAX) == 0;
    while (rest.hasNext()) {
      ByteOutput neighbours = new ByteOutput();
      int count = all ? Integer.MAX_VALUE : 1 + random.nextInt(NEIGHBOURS_MAX);
      for (int taken = 0; taken < count && rest.hasNext(); taken++) {
        rest.skip();
        rest.copyWithLengthTo(neighbours);
      }
      if (!all && random.nextInt(NEIGHBOURS_MAX) == 0) {
        out.putBytes(neighbours.array(), 0, neighbours.length());
      } else {
        combine(stage, key, neighbours, out);
      }
    }
    return out;
  }

  private static <K, V> void combine(
      StagePlan<?, K, V, ?, ?> stage, Utf8 key, ByteOutput neighbours, ByteOutput out) {
    EncodedValues<V> values = new EncodedValues<>(stage.values(), neighbours);
    if (stage.combining() instanceof Combining.ByAggregate<K, V> byAggregate) {
      append(values.folded(byAggregate.aggregate()), out);
    } else if (stage.combining() instanceof Combining.Distinct<K, V>) {
      appendDistinct(values, out);
    } else if (stage.combining() instanceof Combining.ByFunction<K, V> byFunction) {
      combine(stage, byFunction.combiner(), key, values, out);
    } else {
      out.putBytes(neighbours.array(), 0, neighbours.length());
    }
  }

  private static void appendDistinct(EncodedValues<?> values, ByteOutput out) {
    Set<Utf8> met = new HashSet<>();
    while (values.hasNext()) {
      values.skip();
      ByteOutput encoded = new ByteOutput();
      values.copyTo(encoded);
      if (met.add(new Utf8(encoded.array(), 0, encoded.length()))) {
        values.copyWithLengthTo(out);
      }
    }
  }

  private static <K, V> void combine(
      StagePlan<?, K, V, ?, ?> stage,
      Combiner<K, V> combiner,
      Utf8 key,
      EncodedValues<V> values,
      ByteOutput out) {
    KeySerde<K> keys = stage.keys();
    ByteOutput encoded = new ByteOutput();
    try {
      combiner.combine(
          keys.decode(key.array(), key.offset(), key.length()),
          values,
          value -> {
            encoded.clear();
            stage.values().encode(value, encoded);
            append(encoded, out);
          });
    } catch (Exception | Error failure) {
      throw UserCodeException.of("combine", RecordPlace.NONE, failure);
    }
  }

  private static void append(ByteOutput value, ByteOutput out) {
    out.putVarInt(value.length());
    out.putBytes(value.array(), 0, value.length());
  }
}
