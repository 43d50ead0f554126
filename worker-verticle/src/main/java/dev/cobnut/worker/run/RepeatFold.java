package dev.cobnut.worker.run;

import java.io.IOException;
import java.util.Arrays;

/** Drops values that equal the one before them, of the same key. */
final class RepeatFold implements RunFold {
  @Override
  public void write(RecordCursor sorted, RunWriter out) throws IOException {
    KeyCopy key = new KeyCopy();
    byte[] value = {};
    int length = 0;
    while (sorted.next()) {
      byte[] values = sorted.values();
      int offset = sorted.valueOffset();
      int end = offset + sorted.valueLength();
      if (!key.equalsKeyOf(sorted)) {
        key.set(sorted);
      } else if (Arrays.equals(value, 0, length, values, offset, end)) {
        continue;
      }
      length = end - offset;
      if (length > value.length) {
        value = new byte[Math.max(length, 2 * value.length)];
      }
      System.arraycopy(values, offset, value, 0, length);
      out.write(sorted);
    }
  }
}
