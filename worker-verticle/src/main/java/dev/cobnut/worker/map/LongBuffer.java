package dev.cobnut.worker.map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps longs for keys that are looked up: what emitters of longs add to, without boxing them.
 * Confined to the attempt's thread.
 */
sealed interface LongBuffer<K> extends MapBuffer permits AggregateBuffer, CombiningTable {
  /** Whether {@link #fold} is to be given the key. */
  boolean asksForKeys();

  /** Reads the memory where the search for a key begins. Returns what is there. */
  long touch(long first, long second);

  /**
   * The slot of a key; negative where it has none.
   *
   * @param second of its words
   */
  int find(long second, Encoding<?> key);

  /** The same for a key that is whole in its words. */
  int findWhole(long first, long second, int length);

  /**
   * Adds a long to those of a slot.
   *
   * @param key of the slot; may be null where it isn't asked for
   * @param output told what goes wrong
   * @return false, where there is no room; then the long wasn't added
   */
  boolean fold(int slot, @Nullable K key, long value, MapOutput output);

  /**
   * Adds a key that has no slot, with its value.
   *
   * @param records how many were emitted so far, those of keys that had a slot included
   * @return false, where there is no room; then nothing was done
   */
  boolean insert(int partition, long second, Encoding<?> key, long value, long records);
}
