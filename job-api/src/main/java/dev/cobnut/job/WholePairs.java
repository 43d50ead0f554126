package dev.cobnut.job;

/**
 * Writes pairs as another format does, each whole or not at all: the reduce function may catch what
 * that throws, and go on. Confined to the thread of the task.
 */
final class WholePairs<K, V> implements OutputFormat<K, V> {
  private final OutputFormat<? super K, ? super V> format;

  WholePairs(OutputFormat<? super K, ? super V> format) {
    this.format = format;
  }

  @Override
  public void begin(ByteOutput out) {
    format.begin(out);
  }

  @Override
  public void write(K key, V value, ByteOutput out) {
    int before = out.length();
    boolean isWhole = false;
    try {
      format.write(key, value, out);
      isWhole = true;
    } finally {
      if (!isWhole) {
        out.truncate(before);
      }
    }
  }

  @Override
  public void end(ByteOutput out) {
    format.end(out);
  }
}
