package dev.cobnut.worker.map;

import dev.cobnut.worker.run.EncodedKeys;
import java.util.Arrays;

/**
 * Sorts records of an arena in place: by the unsigned bytes of their keys, equal keys by address,
 * which is the order in which they were added. Confined to one thread.
 *
 * <p>Each record is an entry of two longs: a word of eight bytes of its key; and 17 bits of
 * partition, 40 of address, 7 of the length of its key, up to 127, so that short keys are compared
 * without a look at the arena. A group of entries is spread over 256 buckets by the eight highest
 * bits in which its words differ, swapping in place (McIlroy, Bostic and McIlroy, Engineering Radix
 * Sort, 1993); each bucket is a group again. Where the words of a group are all equal, the next
 * words of the keys are fetched, so that a long common prefix costs one visit a word, and not one
 * comparison for each pair. Groups wait on a stack, not in recursion; small ones are sorted by
 * insertion.
 */
final class RecordSort {
  static final int ENTRY_LONGS = 2;

  /** More would not fit an entry. */
  static final int PARTITIONS_MAX = 1 << 17;

  private static final int LENGTH_BITS = 7;

  /** The length of a key that is longer, in an entry. */
  static final int LENGTH_MAX = (1 << LENGTH_BITS) - 1;

  private static final int PARTITION_SHIFT = RecordArena.ADDRESS_BITS + LENGTH_BITS;
  private static final long ADDRESS_MASK = (1L << RecordArena.ADDRESS_BITS) - 1;

  private static final int INSERTION_MAX = 24;
  private static final int DIGIT_BITS = 8;
  private static final int BUCKETS = 1 << DIGIT_BITS;

  /** The depth of a group whose keys differ in their length at most, which its words hold. */
  private static final int BY_LENGTH = -1;

  private final ArenaRecord left;
  private final ArenaRecord right;
  private final int[] starts = new int[BUCKETS];
  private final int[] ends = new int[BUCKETS];

  private long[] entries = {};

  /** Groups to be sorted: begin and end in one long, depth in the next. */
  private long[] groups = new long[64];

  private int groupsEnd;

  RecordSort(RecordArena arena) {
    left = new ArenaRecord(arena);
    right = new ArenaRecord(arena);
  }

  /** The second long of an entry. */
  static long located(int partition, long address, int keyLength) {
    return (long) partition << PARTITION_SHIFT
        | address << LENGTH_BITS
        | Math.min(keyLength, LENGTH_MAX);
  }

  static int partition(long[] entries, int entry) {
    return (int) (entries[entry * ENTRY_LONGS + 1] >>> PARTITION_SHIFT);
  }

  static long address(long[] entries, int entry) {
    return address(entries[entry * ENTRY_LONGS + 1]);
  }

  /** Of an entry's second long. */
  static long address(long located) {
    return located >>> LENGTH_BITS & ADDRESS_MASK;
  }

  /** Likewise; {@link #LENGTH_MAX} is that or more. */
  static int keyLength(long located) {
    return (int) located & LENGTH_MAX;
  }

  /** Swaps two entries. */
  static void swap(long[] entries, int one, int other) {
    int left = one * ENTRY_LONGS;
    int right = other * ENTRY_LONGS;
    long word = entries[left];
    long located = entries[left + 1];
    entries[left] = entries[right];
    entries[left + 1] = entries[right + 1];
    entries[right] = word;
    entries[right + 1] = located;
  }

  /** Sorts entries of one partition, whose words are the first of their keys. Words are lost. */
  void sort(long[] newEntries, int begin, int end) {
    entries = newEntries;
    push(begin, end, 0);
    while (groupsEnd > 0) {
      groupsEnd -= 2;
      int from = (int) (groups[groupsEnd] >>> Integer.SIZE);
      int to = (int) groups[groupsEnd];
      sortGroup(from, to, (int) groups[groupsEnd + 1]);
    }
  }

  private void sortGroup(int begin, int end, int depth) {
    if (end - begin <= INSERTION_MAX) {
      sortSmall(begin, end, depth);
      return;
    }
    long first = word(begin);
    long differing = 0;
    for (int entry = begin + 1; entry < end; entry++) {
      differing |= word(entry) ^ first;
    }
    if (differing != 0) {
      int highest = Long.SIZE - Long.numberOfLeadingZeros(differing);
      spread(begin, end, Math.max(0, highest - DIGIT_BITS), depth);
    } else if (depth == BY_LENGTH) {
      sortByAddress(begin, end);
    } else {
      fetchNextWords(begin, end, depth + EncodedKeys.PREFIX_BYTES);
    }
  }

  private long word(int entry) {
    return entries[entry * ENTRY_LONGS];
  }

  private void push(int begin, int end, int depth) {
    if (groupsEnd == groups.length) {
      groups = Arrays.copyOf(groups, groups.length * 2);
    }
    groups[groupsEnd++] = (long) begin << Integer.SIZE | end;
    groups[groupsEnd++] = depth;
  }

  private void spread(int begin, int end, int shift, int depth) {
    Arrays.fill(ends, 0);
    for (int entry = begin; entry < end; entry++) {
      ends[digit(entry, shift)]++;
    }
    int at = begin;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int size = ends[bucket];
      starts[bucket] = at;
      at += size;
      ends[bucket] = at;
      if (size > 1) {
        push(at - size, at, depth);
      }
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      while (starts[bucket] < ends[bucket]) {
        int home = digit(starts[bucket], shift);
        if (home != bucket) {
          swap(entries, starts[bucket], starts[home]);
        }
        starts[home]++;
      }
    }
  }

  private int digit(int entry, int shift) {
    return (int) (word(entry) >>> shift) & (BUCKETS - 1);
  }

  private void fetchNextWords(int begin, int end, int depth) {
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (int entry = begin; entry < end; entry++) {
      int at = entry * ENTRY_LONGS;
      int length = keyLength(entries[at + 1]);
      entries[at] = 0;
      if (length > depth || length == LENGTH_MAX) {
        left.set(address(entries[at + 1]));
        length = left.keyLength();
        entries[at] = wordOfLeft(depth);
      }
      longest = Math.max(longest, length);
      shortest = Math.min(shortest, length);
    }
    if (longest > depth) {
      push(begin, end, depth);
    } else if (longest == shortest) {
      sortByAddress(begin, end);
    } else {
      // Equal but for zeros at the end, which words don't tell from no bytes at all.
      for (int entry = begin; entry < end; entry++) {
        entries[entry * ENTRY_LONGS] = wholeKeyLength(entries[entry * ENTRY_LONGS + 1]);
      }
      push(begin, end, BY_LENGTH);
    }
  }

  private long wordOfLeft(int depth) {
    int rest = left.keyLength() - depth;
    return rest <= 0 ? 0 : EncodedKeys.prefix(left.bytes(), left.keyOffset() + depth, rest);
  }

  private int wholeKeyLength(long located) {
    int length = keyLength(located);
    return length < LENGTH_MAX ? length : left.set(address(located)).keyLength();
  }

  /** Sorts a group whose keys are all equal. */
  private void sortByAddress(int begin, int end) {
    int from = begin * ENTRY_LONGS;
    int count = end - begin;
    for (int index = 0; index < count; index++) {
      entries[from + index] = entries[from + index * ENTRY_LONGS + 1];
    }
    Arrays.sort(entries, from, from + count);
    for (int index = count - 1; index >= 0; index--) {
      entries[from + index * ENTRY_LONGS + 1] = entries[from + index];
    }
  }

  /** Sorts a small group by its words, then what is equal so far. */
  private void sortSmall(int begin, int end, int depth) {
    insertionSort(begin, end);
    if (depth == BY_LENGTH) {
      return;
    }
    int run = begin;
    for (int entry = begin + 1; entry <= end; entry++) {
      if (entry < end && word(entry) == word(run)) {
        continue;
      }
      if (entry - run == 2) {
        sortPair(run, depth);
      } else if (entry - run > 2) {
        fetchNextWords(run, entry, depth + EncodedKeys.PREFIX_BYTES);
      }
      run = entry;
    }
  }

  /** By words, equal ones by address. */
  private void insertionSort(int begin, int end) {
    int first = begin * ENTRY_LONGS;
    for (int entry = begin + 1; entry < end; entry++) {
      long word = entries[entry * ENTRY_LONGS];
      long located = entries[entry * ENTRY_LONGS + 1];
      int to = entry * ENTRY_LONGS;
      while (to > first && isAfter(entries[to - 2], entries[to - 1], word, located)) {
        entries[to] = entries[to - 2];
        entries[to + 1] = entries[to - 1];
        to -= ENTRY_LONGS;
      }
      entries[to] = word;
      entries[to + 1] = located;
    }
  }

  private static boolean isAfter(long word, long located, long otherWord, long otherLocated) {
    return word == otherWord ? located > otherLocated : Long.compareUnsigned(word, otherWord) > 0;
  }

  /** Two entries of equal words, the first of which was added first. */
  private void sortPair(int entry, int depth) {
    int at = entry * ENTRY_LONGS;
    if (compareRests(entries[at + 1], entries[at + ENTRY_LONGS + 1], depth) > 0) {
      swap(entries, entry, entry + 1);
    }
  }

  /** Compares keys whose words at the depth are equal. */
  private int compareRests(long located, long otherLocated, int depth) {
    int skipped = depth + EncodedKeys.PREFIX_BYTES;
    int length = keyLength(located);
    int otherLength = keyLength(otherLocated);
    if (Math.min(length, otherLength) <= Math.min(skipped, LENGTH_MAX - 1)) {
      return Integer.compare(length, otherLength);
    }
    left.set(address(located));
    right.set(address(otherLocated));
    if (left.keyLength() <= skipped || right.keyLength() <= skipped) {
      return Integer.compare(left.keyLength(), right.keyLength());
    }
    return EncodedKeys.compare(
        left.bytes(),
        left.keyOffset() + skipped,
        left.keyLength() - skipped,
        right.bytes(),
        right.keyOffset() + skipped,
        right.keyLength() - skipped);
  }
}
