package dev.cobnut.worker.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.KeyHash;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Values that come one after another, numbered by runs. */
final class ValueRunsTest {
  private final ValueRuns runs = new ValueRuns();
  private final Encoding<Utf8> encoding = new Encoding<>(Serdes.utf8());

  @Property(tries = 300)
  void valuesOfOneRunAreEqualAndHaveTheirHash(@ForAll("fewValues") List<String> values) {
    ValueRuns fresh = new ValueRuns();
    String before = null;
    long number = 0;
    for (String value : values) {
      encoding.set(Utf8.of(value));
      fresh.next(encoding);
      if (!value.equals(before)) {
        number++;
      }
      before = value;
      assertThat(fresh.number()).isEqualTo(number);
      assertThat(fresh.hash()).isEqualTo(hash(value));
    }
  }

  @Provide
  Arbitrary<List<String>> fewValues() {
    return Arbitraries.of("", "a", "b", "ab", "a".repeat(ValueRuns.BYTES_MAX)).list().ofMaxSize(50);
  }

  @Test
  void longValuesAreRunsOfTheirOwn() {
    String value = "a".repeat(ValueRuns.BYTES_MAX + 1);
    List<Long> numbers = Stream.of("a", value, value, "a", "a").map(this::next).toList();

    assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 4L);
    assertThat(runs.hash()).isEqualTo(hash("a"));
  }

  /** The bytes of a value are the user's, who may put the next one there. */
  @Test
  void bytesThatChangeInTheirPlaceAreAnotherValue() {
    byte[] bytes = "ab".getBytes(UTF_8);
    encoding.set(new Utf8(bytes, 0, 2));
    runs.next(encoding);
    bytes[1] = 'c';
    encoding.set(new Utf8(bytes, 0, 2));
    runs.next(encoding);

    assertThat(runs.number()).isEqualTo(2);
    assertThat(runs.hash()).isEqualTo(hash("ac"));
  }

  private long next(String value) {
    encoding.set(Utf8.of(value));
    runs.next(encoding);
    return runs.number();
  }

  private static long hash(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    return KeyHash.hash(bytes, 0, bytes.length);
  }
}
