package dev.cobnut.job.io;

import dev.cobnut.job.OutputFormat;

/**
 * Writes the bytes of keys or values one after another, with nothing between them; each as {@link
 * TextOutput} writes it.
 */
public final class RawOutput {
  private RawOutput() {}

  /** The keys alone. */
  public static OutputFormat<Object, Object> keys() {
    FieldBytes fields = new FieldBytes();
    return (key, value, out) -> fields.append(key, out);
  }

  /** The values alone. */
  public static OutputFormat<Object, Object> values() {
    FieldBytes fields = new FieldBytes();
    return (key, value, out) -> fields.append(value, out);
  }
}
