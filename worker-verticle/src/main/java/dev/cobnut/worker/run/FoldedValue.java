package dev.cobnut.worker.run;

import dev.cobnut.job.Aggregate;
import java.io.IOException;

/** The encoding of what values of one key are folded into. Confined to one thread. */
public final class FoldedValue {
  private final Aggregate<?> aggregate;
  private byte[] bytes = new byte[64];
  private int length;

  public FoldedValue(Aggregate<?> aggregate) {
    this.aggregate = aggregate;
  }

  /** Begins with the value of a record. */
  public void begin(RecordCursor record) throws IOException {
    length = record.valueLength();
    if (length > bytes.length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
    }
    System.arraycopy(record.values(), record.valueOffset(), bytes, 0, length);
  }

  /**
   * Folds in the value of a record.
   *
   * @throws UnfoldableValueException where it hasn't as many bytes as the first, or isn't of what
   *     the aggregate folds
   */
  public void fold(RecordCursor record) throws IOException {
    fold(aggregate, bytes, 0, length, record.values(), record.valueOffset(), record.valueLength());
  }

  /** Folds an encoded value into another, in place; throws as {@link #fold(RecordCursor)} does. */
  public static void fold(
      Aggregate<?> aggregate,
      byte[] into,
      int intoOffset,
      int intoLength,
      byte[] from,
      int fromOffset,
      int fromLength)
      throws UnfoldableValueException {
    if (fromLength != intoLength) {
      throw new UnfoldableValueException(
          "aggregate: "
              + aggregate.operation()
              + " over a value of "
              + fromLength
              + " bytes (expected: "
              + intoLength
              + ", as those of its key before it)");
    }
    try {
      aggregate.fold(into, intoOffset, from, fromOffset, fromLength);
    } catch (IllegalArgumentException failure) {
      throw new UnfoldableValueException(String.valueOf(failure.getMessage()));
    }
  }

  /** The array that begins with the encoding. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }
}
