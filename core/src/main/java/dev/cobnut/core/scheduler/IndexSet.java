package dev.cobnut.core.scheduler;

/**
 * A set of indexes below a fixed capacity: a tree of bits, each word of a level telling which words
 * of the level below hold any. Each operation takes a step a level, four for a million.
 */
final class IndexSet {
  private final long[][] levels;
  private int size;

  IndexSet(int capacity) {
    int depth = 1;
    for (int words = words(capacity); words > 1; words = words(words)) {
      depth++;
    }
    levels = new long[depth][];
    int bits = capacity;
    for (int level = 0; level < depth; level++) {
      levels[level] = new long[words(bits)];
      bits = words(bits);
    }
  }

  private static int words(int bits) {
    return Math.max(1, (bits + 63) >>> 6);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(int index) {
    return (levels[0][index >>> 6] & (1L << index)) != 0;
  }

  void add(int index) {
    if (contains(index)) {
      return;
    }
    size++;
    int bit = index;
    for (long[] level : levels) {
      int word = bit >>> 6;
      boolean wasEmpty = level[word] == 0;
      level[word] |= 1L << bit;
      if (!wasEmpty) {
        return;
      }
      bit = word;
    }
  }

  void remove(int index) {
    if (!contains(index)) {
      return;
    }
    size--;
    int bit = index;
    for (long[] level : levels) {
      int word = bit >>> 6;
      level[word] &= ~(1L << bit);
      if (level[word] != 0) {
        return;
      }
      bit = word;
    }
  }

  /** The smallest index that isn't below {@code from}, or -1. */
  int next(int from) {
    int bit = from;
    for (int level = 0; level < levels.length; level++) {
      int word = bit >>> 6;
      if (word >= levels[level].length) {
        return -1;
      }
      long rest = levels[level][word] & (-1L << bit);
      if (rest != 0) {
        return descend(level, (word << 6) + Long.numberOfTrailingZeros(rest));
      }
      bit = word + 1;
    }
    return -1;
  }

  private int descend(int level, int bit) {
    int found = bit;
    for (int below = level - 1; below >= 0; below--) {
      found = (found << 6) + Long.numberOfTrailingZeros(levels[below][found]);
    }
    return found;
  }
}
