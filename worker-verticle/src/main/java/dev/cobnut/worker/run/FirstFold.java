package dev.cobnut.worker.run;

import java.io.IOException;

/** Keeps the first record of each key. */
final class FirstFold implements RunFold {
  @Override
  public void write(RecordCursor sorted, RunWriter out) throws IOException {
    KeyCopy key = new KeyCopy();
    while (sorted.next()) {
      if (!key.equalsKeyOf(sorted)) {
        key.set(sorted);
        out.write(sorted);
      }
    }
  }
}
