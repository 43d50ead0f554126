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
   * @throws IOException where it hasn't as many bytes as the first
   */
  public void fold(RecordCursor record) throws IOException {
    if (record.valueLength() != length) {
      throw new IOException(
          "value: "
              + record.valueLength()
              + " bytes (expected: "
              + length
              + ", as those of its key before it)");
    }
    aggregate.fold(bytes, 0, record.values(), record.valueOffset(), length);
  }

  /** The array that begins with the encoding. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }
}
