package dev.cobnut.worker.map;

import dev.cobnut.worker.run.EncodedKeys;
import java.util.Arrays;

/**
 * Sorts addresses of records by the unsigned bytes of their keys; equal keys stay in the order in
 * which they stand. Confined to one thread.
 *
 * <p>Works down the keys in words of eight bytes. The first word of each key is given beside its
 * address; a radix sort, from the lowest byte up and only over bytes that differ, orders by it.
 * Where words tie, the next word of each of these keys is fetched and the group is sorted by it in
 * the same way, with a stack of groups in place of recursion, so that a long common prefix costs
 * one visit a word and not one comparison for each pair. Small groups are sorted by insertion.
 */
final class RecordSort {
  private static final int INSERTION_MAX = 16;
  private static final int RADIX = 256;
  private static final int GROUP_LONGS = 2;

  private final ArenaRecord left;
  private final ArenaRecord right;
  private final int[] counts = new int[RADIX];

  private long[] words = {};
  private long[] addresses = {};
  private long[] spareWords = {};
  private long[] spareAddresses = {};

  /** Groups whose next word is to be sorted by: begin and end, then the word's offset. */
  private long[] groups = new long[64];

  private int groupsEnd;

  RecordSort(RecordArena arena) {
    left = new ArenaRecord(arena);
    right = new ArenaRecord(arena);
  }

  /** Sets the arrays: the first words of the keys, the addresses beside them, and spare room. */
  void over(long[] newWords, long[] newAddresses, long[] newSpareWords, long[] newSpareAddresses) {
    words = newWords;
    addresses = newAddresses;
    spareWords = newSpareWords;
    spareAddresses = newSpareAddresses;
  }

  /** Sorts a range. The words are lost; the spare arrays are used from index 0 on. */
  void sort(int begin, int end) {
    sortByWord(begin, end, 0);
    while (groupsEnd > 0) {
      groupsEnd -= GROUP_LONGS;
      int from = (int) (groups[groupsEnd] >>> Integer.SIZE);
      int to = (int) groups[groupsEnd];
      sortByNextWord(from, to, (int) groups[groupsEnd + 1]);
    }
  }

  private void sortByNextWord(int begin, int end, int depth) {
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (int index = begin; index < end; index++) {
      left.set(addresses[index]);
      int rest = left.keyLength() - depth;
      words[index] =
          rest <= 0 ? 0 : EncodedKeys.prefix(left.bytes(), left.keyOffset() + depth, rest);
      longest = Math.max(longest, left.keyLength());
      shortest = Math.min(shortest, left.keyLength());
    }
    if (longest > depth) {
      sortByWord(begin, end, depth);
    } else if (longest > shortest) {
      // Equal but for zeros at the end, which the words don't tell from no bytes at all.
      for (int index = begin; index < end; index++) {
        words[index] = left.set(addresses[index]).keyLength();
      }
      radixSort(begin, end);
    }
  }

  /** Sorts by the words, which hold the bytes of the keys from the depth on. */
  private void sortByWord(int begin, int end, int depth) {
    if (end - begin <= INSERTION_MAX) {
      insertionSort(begin, end, depth);
      return;
    }
    radixSort(begin, end);
    int from = begin;
    for (int index = begin + 1; index <= end; index++) {
      if (index == end || words[index] != words[from]) {
        if (index - from > INSERTION_MAX) {
          push(from, index, depth + EncodedKeys.PREFIX_BYTES);
        } else if (index - from > 1) {
          insertionSort(from, index, depth);
        }
        from = index;
      }
    }
  }

  private void push(int begin, int end, int depth) {
    if (groupsEnd == groups.length) {
      groups = Arrays.copyOf(groups, groups.length * 2);
    }
    groups[groupsEnd++] = (long) begin << Integer.SIZE | end;
    groups[groupsEnd++] = depth;
  }

  private void insertionSort(int begin, int end, int depth) {
    for (int index = begin + 1; index < end; index++) {
      long word = words[index];
      long address = addresses[index];
      int to = index;
      while (to > begin && isAfter(words[to - 1], addresses[to - 1], word, address, depth)) {
        words[to] = words[to - 1];
        addresses[to] = addresses[to - 1];
        to--;
      }
      words[to] = word;
      addresses[to] = address;
    }
  }

  private boolean isAfter(long word, long address, long otherWord, long otherAddress, int depth) {
    if (word != otherWord) {
      return Long.compareUnsigned(word, otherWord) > 0;
    }
    left.set(address);
    right.set(otherAddress);
    int skipped = depth + EncodedKeys.PREFIX_BYTES;
    if (left.keyLength() <= skipped || right.keyLength() <= skipped) {
      return left.keyLength() > right.keyLength();
    }
    return EncodedKeys.compare(
            left.bytes(),
            left.keyOffset() + skipped,
            left.keyLength() - skipped,
            right.bytes(),
            right.keyOffset() + skipped,
            right.keyLength() - skipped)
        > 0;
  }

  /** Sorts by the words alone. */
  private void radixSort(int begin, int end) {
    long differing = 0;
    boolean sorted = true;
    long before = words[begin];
    for (int index = begin + 1; index < end; index++) {
      long word = words[index];
      differing |= word ^ before;
      sorted &= Long.compareUnsigned(before, word) <= 0;
      before = word;
    }
    if (sorted) {
      return;
    }
    long[] fromWords = words;
    long[] fromAddresses = addresses;
    int base = begin;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift & 0xff) != 0) {
        boolean toSpare = fromWords == words;
        long[] toWords = toSpare ? spareWords : words;
        long[] toAddresses = toSpare ? spareAddresses : addresses;
        int toBase = toSpare ? 0 : begin;
        distribute(
            fromWords, fromAddresses, base, toWords, toAddresses, toBase, end - begin, shift);
        fromWords = toWords;
        fromAddresses = toAddresses;
        base = toBase;
      }
    }
    if (fromWords != words) {
      System.arraycopy(fromWords, 0, words, begin, end - begin);
      System.arraycopy(fromAddresses, 0, addresses, begin, end - begin);
    }
  }

  /** One pass: spreads entries by one byte of their words, keeping their order. */
  private void distribute(
      long[] fromWords,
      long[] fromAddresses,
      int from,
      long[] toWords,
      long[] toAddresses,
      int to,
      int count,
      int shift) {
    int[] next = counts;
    Arrays.fill(next, 0);
    for (int index = from; index < from + count; index++) {
      next[(int) (fromWords[index] >>> shift) & 0xff]++;
    }
    int at = to;
    for (int digit = 0; digit < RADIX; digit++) {
      int size = next[digit];
      next[digit] = at;
      at += size;
    }
    for (int index = from; index < from + count; index++) {
      long word = fromWords[index];
      int target = next[(int) (word >>> shift) & 0xff]++;
      toWords[target] = word;
      toAddresses[target] = fromAddresses[index];
    }
  }
}
