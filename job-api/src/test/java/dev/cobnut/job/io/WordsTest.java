package dev.cobnut.job.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
  void oneViewServesAllWords() {
    Iterator<Utf8> words = line("a bc").words().iterator();
    Utf8 first = words.next();
    assertThat(first).hasToString("a");
    assertThat(words.next()).isSameAs(first).hasToString("bc");
    assertThat(words.hasNext()).isFalse();
    assertThatThrownBy(words::next).isInstanceOf(NoSuchElementException.class);
  }
}
