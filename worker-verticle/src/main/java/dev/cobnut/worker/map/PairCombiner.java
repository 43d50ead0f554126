package dev.cobnut.worker.map;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Values;
import dev.cobnut.worker.task.Failures;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * Combines a key's only value with the next one as soon as that comes, so that there is never more
 * than one to be kept. That pays where values are short and two of them become one of the same
 * length, as of sums; where they mostly don't, this is given up. Confined to the attempt's thread.
 */
final class PairCombiner<K, V> {
  /** Above, to decode two values and to encode one costs more than to keep them for later. */
  static final int LENGTH_MAX = 64;

  /** So many more pairs that don't become one than pairs that do are the end of it. */
  static final int CREDIT = 256;

  private final Serde<V> serde;
  private final Combiner<K, V> combiner;
  private final Pair pair = new Pair();
  private final Consumer<V> out = this::take;
  private final ByteOutput combined = new ByteOutput(LENGTH_MAX);
  private int count;
  private int credit = CREDIT;

  PairCombiner(Serde<V> serde, Combiner<K, V> combiner) {
    this.serde = serde;
    this.combiner = combiner;
  }

  /** An encoded value, which is decoded where it is taken. */
  private static final class Encoded {
    private byte[] bytes = {};
    private int offset;
    private int length;

    void set(byte[] newBytes, int newOffset, int newLength) {
      bytes = newBytes;
      offset = newOffset;
      length = newLength;
    }
  }

  private final class Pair implements Values<V> {
    private final Encoded first = new Encoded();
    private final Encoded second = new Encoded();
    private int taken;

    @Override
    public boolean hasNext() {
      return taken < 2;
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more values");
      }
      Encoded next = taken++ == 0 ? first : second;
      return serde.decode(next.bytes, next.offset, next.length);
    }
  }

  /** Whether to try it with values of a length. */
  boolean isWorth(int length) {
    return length <= LENGTH_MAX && credit > 0;
  }

  /** Sets the value that a key has; the bytes must stay until the pair is combined. */
  PairCombiner<K, V> first(byte[] bytes, int offset, int length) {
    pair.first.set(bytes, offset, length);
    return this;
  }

  /** Likewise the value that it gets. */
  PairCombiner<K, V> second(byte[] bytes, int offset, int length) {
    pair.second.set(bytes, offset, length);
    return this;
  }

  /**
   * Has the two combined; returns whether one value came of them, as long as the first.
   *
   * @throws CombinerFailedException where the job's code fails
   */
  boolean combine(K key) throws CombinerFailedException {
    pair.taken = 0;
    count = 0;
    combined.clear();
    try {
      combiner.combine(key, pair, out);
    } catch (Exception | Error failure) {
      Failures.requireNotOfTheProcess(failure);
      throw new CombinerFailedException(failure, PairCombiner.class);
    }
    boolean isOne = count == 1 && combined.length() == pair.first.length;
    credit = isOne ? Math.min(CREDIT, credit + 1) : credit - 1;
    return isOne;
  }

  /** Where one value came of the two, its encoding, from index 0. */
  byte[] combined() {
    return combined.array();
  }

  private void take(V value) {
    if (count == 0) {
      // Of one that failed before, and was caught, nothing is to be left.
      combined.clear();
      serde.encode(value, combined);
    }
    count++;
  }
}
