package dev.cobnut.job.io;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.OutputFormat;

/**
 * Writes a line for each pair, ended by {@code \n}. A {@link dev.cobnut.job.Utf8} and a {@code
 * byte[]} are written as they are, a {@link String} as UTF-8, a {@link Long} or {@link Integer} in
 * decimal, a {@link dev.cobnut.job.Nothing} as no bytes, anything else as its {@code toString()}.
 * Nothing is escaped.
 */
public final class TextOutput {
  private TextOutput() {}

  /** The key, a tab, the value. */
  public static OutputFormat<Object, Object> tabSeparated() {
    FieldBytes fields = new FieldBytes();
    return (key, value, out) -> {
      fields.append(key, out);
      out.putByte('\t');
      fields.append(value, out);
      out.putByte('\n');
    };
  }

  /** The key alone. */
  public static OutputFormat<Object, Object> keys() {
    FieldBytes fields = new FieldBytes();
    return (key, value, out) -> line(fields, key, out);
  }

  /** The value alone. */
  public static OutputFormat<Object, Object> values() {
    FieldBytes fields = new FieldBytes();
    return (key, value, out) -> line(fields, value, out);
  }

  private static void line(FieldBytes fields, Object field, ByteOutput out) {
    fields.append(field, out);
    out.putByte('\n');
  }
}
