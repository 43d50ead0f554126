package dev.cobnut.worker.run;

import java.io.Closeable;
import java.io.IOException;

/**
 * Walks encoded records once, in order. Key and value are views that hold until the next call of
 * {@link #next()}. Confined to one thread.
 */
public interface RecordCursor extends Closeable {
  /** Goes to the next record; returns whether there is one. */
  boolean next() throws IOException;

  /** The array that holds the key. */
  byte[] keys();

  int keyOffset();

  int keyLength();

  /** The array that holds the value; a value that is long may be read only now. */
  byte[] values() throws IOException;

  int valueOffset();

  int valueLength();

  /** Whether this record is known to be the only one of its key. */
  default boolean isAlone() {
    return false;
  }

  @Override
  default void close() throws IOException {}
}
