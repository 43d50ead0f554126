package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an arena does with memory that was made for records of other lengths. */
final class RecordArenaTest {
  private static final int SMALL_BYTES = 1_000;
  private static final int LONG_BYTES = 5 << 20;

  @Test
  void memoryOfLongRecordsIsThereForShortOnesAfterThem() {
    MemoryBudget budget = new MemoryBudget(4L * LONG_BYTES);
    RecordArena arena = new RecordArena(budget);
    int longRecords = fill(arena, LONG_BYTES);
    assertThat(longRecords).isBetween(1, 4);

    arena.clear();

    assertThat(budget.left()).isGreaterThan((long) longRecords * LONG_BYTES);
    assertThat(fill(arena, SMALL_BYTES)).isGreaterThan(3 * LONG_BYTES / SMALL_BYTES);
  }

  @Test
  void memoryOfShortRecordsIsThereForALongOneAfterThem() {
    int bytes = 1 << 20;
    MemoryBudget budget = new MemoryBudget(bytes);
    RecordArena arena = new RecordArena(budget);
    int smallRecords = fill(arena, SMALL_BYTES);
    assertThat(smallRecords).isGreaterThan(bytes / SMALL_BYTES / 2);
    assertThat(arena.addRoom(bytes - SMALL_BYTES)).isZero();

    arena.clear();

    assertThat(arena.addRoom(bytes - SMALL_BYTES)).isNotZero();
    assertThat(arena.addRoom(bytes - SMALL_BYTES)).isZero();
    arena.clear();
    assertThat(fill(arena, SMALL_BYTES)).isGreaterThan(smallRecords / 2);
  }

  @Test
  void segmentsOfShortRecordsAreUsedAgain() {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    RecordArena arena = new RecordArena(budget);
    int first = fill(arena, SMALL_BYTES);
    long left = budget.left();

    arena.clear();

    assertThat(budget.left()).isEqualTo(left);
    assertThat(fill(arena, SMALL_BYTES)).isEqualTo(first);
  }

  @Test
  void releasedArenaHoldsNothing() {
    MemoryBudget budget = new MemoryBudget(4L * LONG_BYTES);
    RecordArena arena = new RecordArena(budget);
    fill(arena, SMALL_BYTES);
    arena.release();
    assertThat(budget.left()).isEqualTo(4L * LONG_BYTES);
    fill(arena, LONG_BYTES);
    arena.release();
    assertThat(budget.left()).isEqualTo(4L * LONG_BYTES);
    assertThat(arena.used()).isZero();
  }

  /** Adds records until there is no room; returns how many there are. */
  private static int fill(RecordArena arena, int valueLength) {
    int records = 0;
    while (arena.addRoom(valueLength) != 0) {
      records++;
    }
    return records;
  }
}
