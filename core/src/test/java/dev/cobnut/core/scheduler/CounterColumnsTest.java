package dev.cobnut.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CounterColumnsTest {
  private final CounterColumns columns = new CounterColumns();

  @Test
  void countersComeOutAsTheyWentIn() {
    Map<String, Long> counters =
        Map.of(
            "zero", 0L,
            "one", 1L,
            "less", -1L,
            "seven bits", 127L,
            "eight bits", 128L,
            "most", Long.MAX_VALUE,
            "least", Long.MIN_VALUE);
    byte[] other = columns.pack(Map.of("other", 5L));
    byte[] packed = columns.pack(counters);

    assertThat(columns.unpack(packed)).isEqualTo(new TreeMap<>(counters));
    assertThat(columns.unpack(other)).isEqualTo(Map.of("other", 5L));
    assertThat(columns.unpack(columns.pack(Map.of()))).isEmpty();
  }

  @Test
  void sumsAreOfThoseThatCount() {
    byte[] one = columns.pack(Map.of("a", 3L, "b", -2L));
    byte[] two = columns.pack(Map.of("a", 4L));
    columns.add(one);
    columns.add(two);
    columns.subtract(one);
    Map<String, Long> totals = new TreeMap<>();
    columns.addTo(totals);

    assertThat(totals).isEqualTo(Map.of("a", 4L));
  }
}
