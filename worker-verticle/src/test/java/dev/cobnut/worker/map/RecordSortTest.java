package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.worker.run.EncodedKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RecordSortTest {
  private static final byte[] NO_VALUE = {};

  @Test
  void sortsShortKeysThatTieAndEndInZeros() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<byte[]> keys = new ArrayList<>();
      int count = random.nextInt(400);
      for (int number = 0; number < count; number++) {
        byte[] key = new byte[random.nextInt(20)];
        for (int index = 0; index < key.length; index++) {
          key[index] = (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : 0);
        }
        keys.add(key);
      }
      requireSorted(keys);
    }
  }

  @Test
  void sortsKeysWithLongCommonPrefixes() {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> keys = new ArrayList<>();
    for (int number = 0; number < 5_000; number++) {
      String prefix = "https://example.org/" + "path/".repeat(random.nextInt(5));
      keys.add((prefix + random.nextInt(3_000)).getBytes(StandardCharsets.UTF_8));
    }
    requireSorted(keys);
  }

  @Test
  void sortsKeysOfWhichEachIsAPrefixOfTheNext() {
    List<byte[]> keys = new ArrayList<>();
    for (int length = 2_000; length > 0; length--) {
      keys.add(new byte[length]);
    }
    requireSorted(keys);
  }

  @Test
  void keysAboutTheLengthThatAnEntryHoldsAreCompared() {
    SplittableRandom random = new SplittableRandom(2);
    List<byte[]> keys = new ArrayList<>();
    for (int number = 0; number < 2_000; number++) {
      byte[] key = new byte[120 + random.nextInt(16)];
      key[random.nextInt(key.length)] = (byte) random.nextInt(2);
      keys.add(key);
    }
    requireSorted(keys);
    requireSorted(keys.subList(0, 20));
  }

  @Test
  void equalKeysByTheHundredThousandStayInOrder() {
    List<byte[]> keys = new ArrayList<>();
    for (int number = 0; number < 300_000; number++) {
      keys.add(("a key that is everywhere" + number % 2).getBytes(StandardCharsets.UTF_8));
    }
    requireSorted(keys);
  }

  @Test
  void sortsRandomKeysInEveryRange() {
    SplittableRandom random = new SplittableRandom(3);
    List<byte[]> keys = new ArrayList<>();
    for (int number = 0; number < 100_000; number++) {
      byte[] key = new byte[10];
      random.nextBytes(key);
      keys.add(key);
    }
    requireSorted(keys);
  }

  /** Sorts behind a margin that must stay as it is; equal keys must stay in the order of adding. */
  private static void requireSorted(List<byte[]> keys) {
    int margin = 5;
    RecordArena arena = new RecordArena(new MemoryBudget(Long.MAX_VALUE));
    int end = margin + keys.size();
    long[] entries = new long[(end + margin) * RecordSort.ENTRY_LONGS];
    Long[] expected = new Long[keys.size()];
    for (int index = 0; index < keys.size(); index++) {
      byte[] key = keys.get(index);
      expected[index] = arena.add(key, 0, key.length, NO_VALUE, 0, 0);
      int at = (margin + index) * RecordSort.ENTRY_LONGS;
      entries[at] = EncodedKeys.prefix(key, 0, key.length);
      entries[at + 1] = RecordSort.located(77, expected[index], key.length);
    }
    ArenaRecord left = new ArenaRecord(arena);
    ArenaRecord right = new ArenaRecord(arena);
    Arrays.sort(
        expected,
        (one, other) -> {
          left.set(one);
          right.set(other);
          return EncodedKeys.compare(
              left.bytes(),
              left.keyOffset(),
              left.keyLength(),
              right.bytes(),
              right.keyOffset(),
              right.keyLength());
        });

    new RecordSort(arena).sort(entries, margin, end);

    Long[] sorted = new Long[keys.size()];
    for (int index = 0; index < sorted.length; index++) {
      sorted[index] = RecordSort.address(entries, margin + index);
    }
    assertThat(sorted).isEqualTo(expected);
    for (int index = 0; index < margin * RecordSort.ENTRY_LONGS; index++) {
      assertThat(entries[index]).isZero();
      assertThat(entries[entries.length - 1 - index]).isZero();
    }
  }
}
