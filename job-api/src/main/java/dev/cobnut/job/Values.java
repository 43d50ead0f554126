package dev.cobnut.job;

import java.util.Iterator;

/** The values of one key, to be walked once. A value is valid until the next one is taken. */
@SuppressWarnings("IterableAndIterator") // a reducer may loop over it, or take single values
public interface Values<V> extends Iterator<V>, Iterable<V> {
  @Override
  default Iterator<V> iterator() {
    return this;
  }
}
