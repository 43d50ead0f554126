package dev.cobnut.jobs.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bytes are written in the tests as the ISO-8859-1 characters of the same number. */
class LineMatcherTest {
  @Test
  void matchesOfAsciiAreCutOutOfTheLine() {
    assertThat(matches("[a-z]+", "12ab3cde4")).containsExactly("ab", "cde");
  }

  @Test
  void matchesAfterLongerCharactersAreCutAtTheirBytes() {
    byte[] line = "é€😀x é€😀y".getBytes(UTF_8);

    assertThat(matches("[xy]", line)).containsExactly("x", "y");
    assertThat(matches("😀.", line))
        .containsExactly("ð\u009f\u0098\u0080x", "ð\u009f\u0098\u0080y");
    assertThat(matches("€", line)).containsExactly("â\u0082¬", "â\u0082¬");
  }

  @Test
  void bytesThatAreNotUtf8ComeOutAsTheyAre() {
    assertThat(matches("a.b", "é a\u00ffb é")).containsExactly("a\u00ffb");
    assertThat(matches("[^a]+", "a\u00e2\u0082a")).containsExactly("\u00e2\u0082");
  }

  @Test
  void eachByteThatIsNotUtf8IsOneCharacter() {
    assertThat(matches("^.{4}$", "\u00f0\u009f\u0098a")).containsExactly("\u00f0\u009f\u0098a");
    assertThat(matches(".", "\u00ed\u00a0\u0080")).containsExactly("\u00ed", "\u00a0", "\u0080");
  }

  @Test
  void bytesThatAreNotUtf8AreNoLetters() {
    assertThat(matches("\\w+", "b\u00e9te")).containsExactly("b", "te");
    assertThat(matches("\\p{L}+", "b\u00e9te")).containsExactly("b", "te");
  }

  @Test
  void halvesOfASurrogatePairDoNotMatch() {
    byte[] line = "😀".getBytes(UTF_8);

    assertThat(matches(".", line)).containsExactly("ð\u009f\u0098\u0080");
  }

  @Test
  void emptyMatchesAreNone() {
    assertThat(matches("x*", "axxb")).containsExactly("xx");
    assertThat(matches("x*", "é")).isEmpty();
    assertThat(matches("$", "")).isEmpty();
  }

  @Test
  void aCarriageReturnIsACharacterOfTheLine() {
    assertThat(matches(".+", "a\rb\r")).containsExactly("a\rb\r");
    assertThat(matches("b$", "a\rb\r")).isEmpty();
  }

  @Test
  void onlyTheLineIsLookedAtNotTheArrayAroundIt() {
    byte[] array = "aaaa".getBytes(ISO_8859_1);

    List<String> found = new ArrayList<>();
    lines("a+").forEachMatch(new Utf8(array, 1, 2), match -> found.add(latin(match)));

    assertThat(found).containsExactly("aa");
  }

  @Test
  void oneMatcherServesLineAfterLine() {
    LineMatcher matcher = lines("[a-z]");
    List<String> found = new ArrayList<>();
    for (String line : List.of("a", "\u00ffb", "", "c")) {
      matcher.forEachMatch(text(line.getBytes(ISO_8859_1)), match -> found.add(latin(match)));
    }

    assertThat(found).containsExactly("a", "b", "c");
  }

  private static List<String> matches(String pattern, String line) {
    return matches(pattern, line.getBytes(ISO_8859_1));
  }

  private static List<String> matches(String pattern, byte[] line) {
    List<String> found = new ArrayList<>();
    lines(pattern).forEachMatch(text(line), match -> found.add(latin(match)));
    return found;
  }

  private static LineMatcher lines(String pattern) {
    return new LineMatcher(Pattern.compile(pattern, Pattern.UNIX_LINES));
  }

  private static Utf8 text(byte[] bytes) {
    return new Utf8(bytes, 0, bytes.length);
  }

  private static String latin(Utf8 text) {
    return new String(text.array(), text.offset(), text.length(), ISO_8859_1);
  }
}
