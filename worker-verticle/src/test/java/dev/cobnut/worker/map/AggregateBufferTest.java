package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Serdes;
import org.junit.jupiter.api.Test;

/** When a table is given up for a list, and when it is taken up again. */
final class AggregateBufferTest {
  private static final int WINDOW = 800;
  private static final long MEMORY_BYTES = 1 << 20;

  private final MemoryBudget budget = new MemoryBudget(MEMORY_BYTES);
  private final AggregateBuffer buffer = new AggregateBuffer(budget, 2, Aggregates.sum(), WINDOW);

  private final Encoding<Long> key = new Encoding<>(Serdes.int64());
  private long nextKey;
  private long records;

  @Test
  void tableIsGivenUpWhereNoKeyComesAgain() {
    newKeys(WINDOW - 1);
    assertThat(buffer.isList()).isFalse();

    newKeys(1);
    assertThat(buffer.isList()).isTrue();
  }

  @Test
  void oneRecordInEightMakesTheDifference() {
    newKeys(WINDOW / 2);
    records += WINDOW / 7 - 1;
    newKeys(WINDOW / 2);
    assertThat(buffer.isList()).isTrue();

    buffer.clear();
    newKeys(WINDOW / 2);
    records += WINDOW / 7;
    newKeys(WINDOW / 2);
    assertThat(buffer.isList()).isFalse();
  }

  /** Whenever new keys come: what came between two of them counts with the second. */
  @Test
  void recordsBetweenWindowsCount() {
    records += WINDOW;
    newKeys(1);
    records += WINDOW;
    newKeys(WINDOW - 1);
    records += WINDOW;
    newKeys(WINDOW);
    assertThat(buffer.isList()).isFalse();

    newKeys(WINDOW);
    assertThat(buffer.isList()).isTrue();
  }

  @Test
  void whatFollowsASpillGoesIntoATable() {
    long leftFirst = budget.left();
    newKeys(WINDOW);
    assertThat(buffer.isList()).isTrue();
    assertThat(buffer.size()).isEqualTo(WINDOW);

    buffer.clear();

    assertThat(buffer.isList()).isFalse();
    assertThat(buffer.size()).isZero();
    assertThat(budget.left()).isEqualTo(leftFirst);
    newKeys(WINDOW - 1);
    assertThat(buffer.isList()).isFalse();
  }

  @Test
  void allMemoryIsGivenBackWhateverItWas() {
    newKeys(WINDOW);
    assertThat(buffer.isList()).isTrue();
    buffer.release();
    assertThat(budget.left()).isEqualTo(MEMORY_BYTES);

    AggregateBuffer table = new AggregateBuffer(budget, 2, Aggregates.sum());
    table.release();
    assertThat(budget.left()).isEqualTo(MEMORY_BYTES);
  }

  /** So many records come, each of a key of its own. */
  private void newKeys(int count) {
    for (int number = 0; number < count; number++) {
      key.set(nextKey++);
      assertThat(buffer.insert(0, key.secondWord(), key, 1, ++records)).isTrue();
    }
  }
}
