package dev.cobnut.worker.map;

import dev.cobnut.job.Combiner;
import dev.cobnut.job.Serde;
import dev.cobnut.worker.run.GroupValues;
import dev.cobnut.worker.run.KeyGroups;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RunAccessException;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Shrinks the values of equal keys by the job's combiner, which isn't asked about a value that is
 * known to be its key's only one. Confined to the attempt's thread.
 */
final class CombinerFold<K, V> implements RunFold {
  private final Serde<K> keys;
  private final Serde<V> values;
  private final Combiner<K, V> combiner;

  CombinerFold(Serde<K> keys, Serde<V> values, Combiner<K, V> combiner) {
    this.keys = keys;
    this.values = values;
    this.combiner = combiner;
  }

  @Override
  public void write(RecordCursor sorted, RunWriter out) throws IOException {
    KeyGroups groups = new KeyGroups(sorted);
    GroupValues<V> group = new GroupValues<>(groups, values);
    Encoding<V> encoding = new Encoding<>(values);
    while (groups.nextKey()) {
      if (groups.hasOneValue()) {
        out.write(groups.takeValue());
        continue;
      }
      group.begin();
      combine(groups, group, encoding, value -> write(groups, value, out));
    }
  }

  /** A combiner of pairs by the same function. */
  PairCombiner<K, V> ofPairs() {
    return new PairCombiner<>(values, combiner);
  }

  /**
   * Combines records that have one key.
   *
   * @param out told the encoding of each value that comes of them, which holds for the call
   */
  void combine(RecordCursor ofOneKey, Consumer<Encoding<V>> out) throws IOException {
    KeyGroups groups = new KeyGroups(ofOneKey);
    GroupValues<V> group = new GroupValues<>(groups, values);
    groups.nextKey();
    group.begin();
    combine(groups, group, new Encoding<>(values), out);
  }

  private void combine(
      KeyGroups groups, GroupValues<V> group, Encoding<V> encoding, Consumer<Encoding<V>> out)
      throws IOException {
    try {
      K key = keys.decode(groups.key(), 0, groups.keyLength());
      combiner.combine(
          key,
          group,
          value -> {
            encoding.set(value);
            out.accept(encoding);
          });
    } catch (RunAccessException failure) {
      throw failure.getCause();
    } catch (Exception | LinkageError | AssertionError | StackOverflowError failure) {
      throw new CombinerFailedException(failure, CombinerFold.class);
    }
  }

  private static void write(KeyGroups groups, Encoding<?> value, RunWriter out) {
    try {
      out.write(groups.key(), 0, groups.keyLength(), value.bytes(), value.offset(), value.length());
    } catch (IOException failure) {
      throw new RunAccessException(failure);
    }
  }
}
