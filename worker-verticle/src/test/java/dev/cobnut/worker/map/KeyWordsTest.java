package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyWordsTest {
  /** Wherever the key lies in its array. */
  @Property
  void shortKeysAreWholeInTheirWords(
      @ForAll("shortKeys") byte[] key, @ForAll("shortKeys") byte[] around) {
    byte[] array = Arrays.copyOf(around, around.length + key.length + around.length);
    System.arraycopy(key, 0, array, around.length, key.length);
    System.arraycopy(around, 0, array, around.length + key.length, around.length);
    byte[] written = new byte[KeyWords.WHOLE_BYTES_MAX];

    KeyWords.write(
        KeyWords.first(array, around.length, key.length),
        KeyWords.second(array, around.length, key.length),
        written);

    assertThat(written).isEqualTo(Arrays.copyOf(key, written.length));
  }

  @Property
  void longKeysDifferInTheSecondWord(@ForAll("longPairs") Tuple2<byte[], byte[]> keys) {
    byte[] one = keys.get1();
    byte[] other = keys.get2();

    assertThat(KeyWords.second(one, 0, one.length) == KeyWords.second(other, 0, other.length))
        .isEqualTo(Arrays.equals(one, other));
  }

  /** As many of 4096 places are taken as by chance, whichever byte the keys differ in. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 12, 16, 17, 40})
  void eachByteOfAKeyChangesTheLowBitsOfItsHash(int length) {
    for (int index = 0; index < length; index++) {
      byte[] key = new byte[length];
      int differing = index;
      long places =
          IntStream.range(0, 256)
              .mapToLong(
                  value -> {
                    key[differing] = (byte) value;
                    long second = KeyWords.second(key, 0, length);
                    return KeyWords.hash(KeyWords.first(key, 0, length), second) & 0xfff;
                  })
              .distinct()
              .count();
      assertThat(places).as("byte %d of %d", index, length).isGreaterThan(200);
    }
  }

  @Provide
  Arbitrary<byte[]> shortKeys() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(KeyWords.WHOLE_BYTES_MAX);
  }

  /** A key, and one of which a byte may be another. */
  @Provide
  Arbitrary<Tuple2<byte[], byte[]>> longPairs() {
    Arbitrary<byte[]> keys =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMinSize(KeyWords.WHOLE_BYTES_MAX + 1)
            .ofMaxSize(80);
    return Combinators.combine(keys, Arbitraries.integers().between(0, 79), Arbitraries.bytes())
        .as(
            (key, index, value) -> {
              byte[] other = key.clone();
              other[index % other.length] = value;
              return Tuple.of(key, other);
            });
  }
}
