package dev.cobnut.worker.run;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Int64Serde;
import java.io.IOException;

/** Folds the longs of each key into one, on their encodings. */
final class LongFold implements RunFold {
  private final Aggregate<?> aggregate;

  LongFold(Aggregate<?> aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void write(RecordCursor sorted, RunWriter out) throws IOException {
    KeyCopy key = new KeyCopy();
    byte[] encoded = new byte[Int64Serde.BYTES];
    long folded = 0;
    while (sorted.next()) {
      long value = value(sorted);
      if (key.equalsKeyOf(sorted)) {
        folded = aggregate.fold(folded, value);
      } else {
        write(key, folded, encoded, out);
        key.set(sorted);
        folded = value;
      }
    }
    write(key, folded, encoded, out);
  }

  private static void write(KeyCopy key, long folded, byte[] encoded, RunWriter out)
      throws IOException {
    if (key.isSet()) {
      Int64Serde.write(folded, encoded, 0);
      out.write(key.bytes(), 0, key.length(), encoded, 0, encoded.length);
    }
  }

  /** Of another length, it isn't what was written: whoever reads all to the end is told so. */
  private static long value(RecordCursor record) throws IOException {
    if (record.valueLength() != Int64Serde.BYTES) {
      throw new UnfoldableValueException(
          "value: "
              + record.valueLength()
              + " bytes (expected: the "
              + Int64Serde.BYTES
              + " of a long)");
    }
    return Int64Serde.read(record.values(), record.valueOffset());
  }
}
