package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.Example;

/** What comes of two values, and when it isn't tried any more. */
final class PairCombinerTest {
  private static final Combiner<String, String> CONCATENATION =
      (key, values, out) -> out.accept(values.next() + values.next());

  private static final Combiner<String, String> LAST =
      (key, values, out) -> {
        values.next();
        out.accept(values.next());
      };

  private static PairCombiner<String, String> of(Combiner<String, String> combiner) {
    return new PairCombiner<>(Serdes.string(), combiner);
  }

  private static boolean combine(PairCombiner<String, String> pair, String first, String second)
      throws IOException {
    byte[] bytes = (first + second).getBytes(StandardCharsets.UTF_8);
    int length = first.length();
    return pair.first(bytes, 0, length).second(bytes, length, bytes.length - length).combine("key");
  }

  private static String combined(PairCombiner<String, String> pair, int length) {
    return new String(pair.combined(), 0, length, StandardCharsets.UTF_8);
  }

  @Example
  void combinerIsGivenTheKeyAndTheTwoInOrder() throws IOException {
    List<String> given = new ArrayList<>();
    PairCombiner<String, String> pair =
        of(
            (key, values, out) -> {
              given.add(key);
              for (String value : values) {
                given.add(value);
              }
              assertThat(values.hasNext()).isFalse();
              assertThatThrownBy(values::next).isInstanceOf(NoSuchElementException.class);
              out.accept("xyz");
            });

    assertThat(combine(pair, "abc", "d")).isTrue();

    assertThat(given).containsExactly("key", "abc", "d");
    assertThat(combined(pair, 3)).isEqualTo("xyz");
  }

  /** The combiner may catch what its serde threw. */
  @Example
  void halfAValueIsNone() throws IOException {
    Serde<String> serde =
        new Serde<>() {
          @Override
          public void encode(String value, ByteOutput out) {
            out.putByte((byte) 'x');
            if (value.equals("bad")) {
              throw new IllegalStateException("can't be encoded");
            }
          }

          @Override
          public String decode(byte[] bytes, int offset, int length) {
            return "v";
          }
        };
    Combiner<String, String> combiner =
        (key, values, out) -> {
          try {
            out.accept("bad");
          } catch (IllegalStateException caught) {
            values.forEach(value -> {});
          }
        };

    assertThat(combine(new PairCombiner<>(serde, combiner), "a", "b")).isFalse();
  }

  @Example
  void oneValueAsLongAsTheFirstIsWanted() throws IOException {
    assertThat(combine(of(LAST), "ab", "cd")).isTrue();
    assertThat(combine(of(LAST), "ab", "c")).isFalse();
    assertThat(combine(of(CONCATENATION), "ab", "cd")).isFalse();
    assertThat(combine(of(CONCATENATION), "ab", "")).isTrue();
    assertThat(combine(of((key, values, out) -> {}), "", "")).isFalse();
    assertThat(combine(of((key, values, out) -> values.forEach(out)), "ab", "cd")).isFalse();
  }

  @Example
  void valuesThatAreLongAreNotWorthIt() {
    PairCombiner<String, String> pair = of(LAST);

    assertThat(pair.isWorth(PairCombiner.LENGTH_MAX)).isTrue();
    assertThat(pair.isWorth(PairCombiner.LENGTH_MAX + 1)).isFalse();
  }

  @Example
  void pairsThatNeverBecomeOneAreGivenUp() throws IOException {
    PairCombiner<String, String> pair = of(CONCATENATION);
    for (int number = 0; number < PairCombiner.CREDIT; number++) {
      assertThat(pair.isWorth(1)).isTrue();
      combine(pair, "a", "b");
    }

    assertThat(pair.isWorth(1)).isFalse();
  }

  @Example
  void pairsOfWhichHalfBecomeOneAreNotGivenUp() throws IOException {
    PairCombiner<String, String> pair = of(LAST);
    for (int number = 0; number < 4 * PairCombiner.CREDIT; number++) {
      combine(pair, "a", number % 2 == 0 ? "b" : "bc");
    }

    assertThat(pair.isWorth(1)).isTrue();
  }

  @Example
  void creditDoesNotGrowWithoutEnd() throws IOException {
    PairCombiner<String, String> pair = of(LAST);
    for (int number = 0; number < 1_000_000; number++) {
      combine(pair, "a", "b");
    }
    for (int number = 0; number < PairCombiner.CREDIT; number++) {
      combine(pair, "a", "bc");
    }

    assertThat(pair.isWorth(1)).isFalse();
  }
}
