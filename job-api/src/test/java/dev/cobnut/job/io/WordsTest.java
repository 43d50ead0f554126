package dev.cobnut.job.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static Line line(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    Line line = new Line();
    line.set(bytes, 1, bytes.length - 2);
    return line;
  }

  private static void assertWords(String text, String... expected) {
    List<String> each = new ArrayList<>();
    line(text).words().forEach(word -> each.add(word.toString()));
    assertThat(each).containsExactly(expected);
    List<String> looped = new ArrayList<>();
    for (Utf8 word : line(text).words()) {
      looped.add(word.toString());
    }
    assertThat(looped).containsExactly(expected);
  }

  @Test
  void wordsAreMaximalRunsOfOtherThanAsciiWhiteSpace() {
    assertWords("");
    assertWords(" \t ");
    assertWords("one", "one");
    assertWords(
        "  one two\tthree\u000bfour\ffive\rsix ", "one", "two", "three", "four", "five", "six");
    assertWords("a\nb", "a", "b");
  }

  @Test
  void otherWhiteSpaceAndControlsBelongToWords() {
    assertWords("a\u00a0b \u2003 \u0085x", "a\u00a0b", "\u2003", "\u0085x");
    assertWords("a\0b\u0008c\u000ed\u001fe", "a\0b\u0008c\u000ed\u001fe");
  }

  @Test
  void eachByteIsToldFromWhiteSpaceAtEachPlace() {
    for (int value = 0; value < 256; value++) {
      boolean isSpace = value == ' ' || (value >= '\t' && value <= '\r');
      for (int place = 0; place < 9; place++) {
        byte[] bytes = "aaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
        bytes[place] = (byte) value;
        int words = isSpace && place > 0 ? 2 : 1;

        assertThat(lengths(bytes, 0, bytes.length))
            .as("%02x at %d", value, place)
            .hasSize(words)
            .satisfies(
                found ->
                    assertThat(found.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(isSpace ? 16 : 17));
      }
    }
  }

  @Property
  void wordsAreThoseThatOneFindsByteByByte(
      @ForAll("bytes") byte[] bytes, @ForAll @IntRange(max = 20) int skipped) {
    int begin = Math.min(skipped, bytes.length);
    for (int end = begin; end <= bytes.length; end++) {
      assertThat(lengths(bytes, begin, end)).isEqualTo(lengthsByByte(bytes, begin, end));
    }
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.of(0, 8, 9, 13, 14, 32, 33, 97, 0x89, 0x8d, 0xa0, 0xff)
        .map(Integer::byteValue)
        .array(byte[].class)
        .ofMaxSize(60);
  }

  private static List<Integer> lengths(byte[] bytes, int begin, int end) {
    Line line = new Line();
    line.set(bytes, begin, end - begin);
    List<Integer> lengths = new ArrayList<>();
    line.words().forEach(word -> lengths.add(word.length()));
    return lengths;
  }

  private static List<Integer> lengthsByByte(byte[] bytes, int begin, int end) {
    List<Integer> lengths = new ArrayList<>();
    int length = 0;
    for (int at = begin; at <= end; at++) {
      if (at < end && bytes[at] != ' ' && (bytes[at] < '\t' || bytes[at] > '\r')) {
        length++;
      } else if (length > 0) {
        lengths.add(length);
        length = 0;
      }
    }
    return lengths;
  }

  @Test
  void oneViewServesAllWords() {
    Iterator<Utf8> words = line("a bc").words().iterator();
    Utf8 first = words.next();
    assertThat(first).hasToString("a");
    assertThat(words.next()).isSameAs(first).hasToString("bc");
    assertThat(words.hasNext()).isFalse();
    assertThatThrownBy(words::next).isInstanceOf(NoSuchElementException.class);
  }
}
