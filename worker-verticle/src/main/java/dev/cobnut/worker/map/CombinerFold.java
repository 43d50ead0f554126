package dev.cobnut.worker.map;

import dev.cobnut.job.Combiner;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serde;
import dev.cobnut.worker.run.GroupValues;
import dev.cobnut.worker.run.KeyGroups;
import dev.cobnut.worker.run.RecordCursor;
import dev.cobnut.worker.run.RunAccessException;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.task.Failures;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks the values of equal keys by the job's combiner, which isn't asked about a value that is
 * known to be its key's only one. Confined to the attempt's thread.
 */
final class CombinerFold<K, V> implements RunFold {
  private final Serde<K> keys;
  private final Serde<V> values;
  private final Combiner<K, V> combiner;
  private final int recordBytesMax;

  /** Why what came of values can't be kept, whatever became of the exception in the job's code. */
  private @Nullable IOException failure;

  /**
   * For encoded records.
   *
   * @param recordBytesMax of the key and one of the values that come of a combiner
   */
  CombinerFold(Serde<K> keys, Serde<V> values, Combiner<K, V> combiner, int recordBytesMax) {
    this.keys = keys;
    this.values = values;
    this.combiner = combiner;
    this.recordBytesMax = recordBytesMax;
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

  /** Whether the values are encoded longs. */
  boolean isOfLongs() {
    return values instanceof Int64Serde;
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
            requireShort(groups.keyLength(), encoding.length());
            out.accept(encoding);
          });
    } catch (RunAccessException inaccessible) {
      throw inaccessible.getCause();
    } catch (Exception | Error thrown) {
      requireNoFailure(group);
      Failures.requireNotOfTheProcess(thrown);
      throw new CombinerFailedException(thrown, CombinerFold.class);
    }
    requireNoFailure(group);
  }

  /** What the combiner caught and can't undo. */
  private void requireNoFailure(GroupValues<V> group) throws IOException {
    IOException unread = group.failure();
    if (unread != null) {
      throw unread;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void requireShort(int keyLength, int valueLength) {
    if ((long) keyLength + valueLength > recordBytesMax) {
      IllegalArgumentException tooLong =
          new IllegalArgumentException(
              "a record with a key of "
                  + keyLength
                  + " bytes and a value of "
                  + valueLength
                  + " (expected: together at most record.limit, "
                  + recordBytesMax
                  + " bytes)");
      throw failed(new CombinerFailedException(tooLong, CombinerFold.class));
    }
  }

  private void write(KeyGroups groups, Encoding<?> value, RunWriter out) {
    try {
      out.write(groups.key(), 0, groups.keyLength(), value.bytes(), value.offset(), value.length());
    } catch (IOException unwritten) {
      throw failed(unwritten);
    }
  }

  private RunAccessException failed(IOException cause) {
    failure = cause;
    return new RunAccessException(cause);
  }
}
