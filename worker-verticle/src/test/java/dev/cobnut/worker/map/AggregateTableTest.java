package dev.cobnut.worker.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Serdes;
import org.junit.jupiter.api.Test;

/** Keys and values that meet in their hash are rarer than a test can wait for: here all do. */
final class AggregateTableTest {
  private static final long HASH = 42;

  private final AggregateTable table =
      new AggregateTable(new MemoryBudget(1 << 20), 1, Aggregates.first());

  @Test
  void pairsOfOneHashAreToldApart() {
    assertThat(table.insert(0, HASH, of("a long key"), of("one"), 1)).isTrue();

    assertThat(table.findPair(HASH, of("a long key"), of("one"), 2)).isNotNegative();
    assertThat(table.findPair(HASH, of("a long key"), of("two"), 3)).isNegative();
    assertThat(table.findPair(HASH, of("a long kex"), of("one"), 1)).isNegative();
  }

  /** Whatever its value is, it is that of the run. */
  @Test
  void valueOfTheNotedRunIsNotComparedAgain() {
    assertThat(table.insert(0, HASH, of("a long key"), of("one"), 1)).isTrue();
    assertThat(table.findPair(HASH, of("a long key"), of("one"), 2)).isNotNegative();

    assertThat(table.findPair(HASH, of("a long key"), of("not looked at"), 2)).isNotNegative();
    assertThat(table.findPair(HASH, of("a long key"), of("another"), 1)).isNegative();
  }

  @Test
  void keysOfOneHashAreToldApart() {
    assertThat(table.insert(0, HASH, of("a key of 17 bytes"), of("one"), 1)).isTrue();

    byte[] same = "a key of 17 bytes".getBytes(UTF_8);
    byte[] other = "a key of 17 bytez".getBytes(UTF_8);
    assertThat(table.find(HASH, same, 0, same.length)).isNotNegative();
    assertThat(table.find(HASH, other, 0, other.length)).isNegative();
  }

  private static Encoding<String> of(String text) {
    Encoding<String> encoding = new Encoding<>(Serdes.string());
    encoding.set(text);
    return encoding;
  }
}
