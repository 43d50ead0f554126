package dev.cobnut.worker.run;

import dev.cobnut.job.Aggregate;
import java.io.IOException;

/** Folds the encoded values of each key into one. */
final class EncodedFold implements RunFold {
  private final Aggregate<?> aggregate;

  EncodedFold(Aggregate<?> aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void write(RecordCursor sorted, RunWriter out) throws IOException {
    KeyCopy key = new KeyCopy();
    FoldedValue folded = new FoldedValue(aggregate);
    while (sorted.next()) {
      if (key.equalsKeyOf(sorted)) {
        folded.fold(sorted);
      } else {
        write(key, folded, out);
        key.set(sorted);
        folded.begin(sorted);
      }
    }
    write(key, folded, out);
  }

  private static void write(KeyCopy key, FoldedValue folded, RunWriter out) throws IOException {
    if (key.isSet()) {
      out.write(key.bytes(), 0, key.length(), folded.bytes(), 0, folded.length());
    }
  }
}
