package dev.cobnut.job;

/**
 * Writes the pairs that reduce emits as the bytes of a part. The engine owns file, name and commit;
 * a format only appends. Confined to one task.
 */
public interface OutputFormat<K, V> {
  /** Appends what stands before the first pair. Called once, also for a part without pairs. */
  default void begin(ByteOutput out) {}

  /** Appends one pair; where it throws, what it appended is dropped. */
  void write(K key, V value, ByteOutput out);

  /** Appends what stands after the last pair. */
  default void end(ByteOutput out) {}
}
