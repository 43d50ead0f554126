package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is found eight bytes at once, against a search byte by byte of every part of an array. */
final class ByteSearchTest {
  private interface Search {
    int in(byte[] bytes, int from, int to);
  }

  private static void check(byte[] bytes, Search search, IntPredicate isWanted) {
    for (int from = 0; from <= bytes.length; from++) {
      for (int to = from; to <= bytes.length; to++) {
        int expected = from;
        while (expected < to && !isWanted.test(bytes[expected])) {
          expected++;
        }
        assertThat(search.in(bytes, from, to))
            .as("from %d to %d", from, to)
            .isEqualTo(expected < to ? expected : -1);
      }
    }
  }

  @Property
  void oneByteIsFound(@ForAll("arrays") byte[] bytes, @ForAll("values") int value) {
    check(
        bytes,
        (in, from, to) -> ByteSearch.indexOf(in, from, to, value),
        found -> found == (byte) value);
  }

  @Property
  void firstOfTwoIsFound(
      @ForAll("arrays") byte[] bytes, @ForAll("values") int one, @ForAll("values") int other) {
    check(
        bytes,
        (in, from, to) -> ByteSearch.indexOfEither(in, from, to, one, other),
        found -> found == (byte) one || found == (byte) other);
  }

  @Property
  void whiteSpaceIsFound(@ForAll("texts") byte[] bytes) {
    check(bytes, ByteSearch::indexOfWhiteSpace, ByteSearchTest::isWhiteSpace);
  }

  @Example
  void eachByteIsToldFromWhiteSpaceAtEachPlace() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < 17; place++) {
        byte[] bytes = new byte[17];
        bytes[place] = (byte) value;

        assertThat(ByteSearch.indexOfWhiteSpace(bytes, 0, bytes.length))
            .as("%02x at %d", value, place)
            .isEqualTo(isWhiteSpace(value) ? place : -1);
      }
      assertThat(ByteSearch.isWhiteSpace((byte) value)).isEqualTo(isWhiteSpace(value));
    }
  }

  private static boolean isWhiteSpace(int value) {
    return " \t\n\u000b\f\r".indexOf(value) >= 0;
  }

  /** Bytes that differ in little. */
  @Provide
  Arbitrary<Integer> values() {
    return Arbitraries.of(0, 1, 2, 0x21, 0x22, 0x23, 0x7f, 0x80, 0x81, 0xfe, 0xff, -1);
  }

  @Provide
  Arbitrary<byte[]> arrays() {
    return values().map(Integer::byteValue).array(byte[].class).ofMaxSize(30);
  }

  /** Of white space, what is next to it, and the same with the high bit. */
  @Provide
  Arbitrary<byte[]> texts() {
    return Arbitraries.of(0, 8, 9, 13, 14, 32, 33, 97, 0x89, 0x8d, 0xa0, 0xff)
        .map(Integer::byteValue)
        .array(byte[].class)
        .ofMaxSize(30);
  }
}
