package dev.cobnut.jobs.grep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "[a-z]+_lock_irqsave, _lock_irqsave",
    "ab+cd, ab",
    "abx?cde, cde",
    "abx*+cde, cde",
    "abx{0}cde, cde",
    "a.bcd$, bcd",
    "(foo|barrr)baz, baz",
    "(?:foo)ba, ba",
    "\\d\\.\\d+ms, ms",
    "a\\.b, a.b",
    "[^x\\]]ab, ab",
    "([)(]x)ab, ab",
    "naïves, ves",
  })
  void longestTextOfEachMatchIsFound(String pattern, String literal) {
    assertThat(RequiredLiteral.of(pattern)).isEqualTo(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc|d",
        "(?i)abc",
        "a(?i)bcd",
        "((?x) a)bcd",
        "\\Qab\\E",
        "\\x41bc",
        "[[a]b]cd",
        "[]a]bc",
        "[a&&b]cd",
        ".*",
        "a?",
        "a{0,3}",
        "\\p{Lu}b",
        "é",
        "(?=ab)cd"
      })
  void nothingIsSaidOfWhatIsNotUnderstood(String pattern) {
    assertThat(RequiredLiteral.of(pattern)).isEmpty();
  }

  @Test
  void eachMatchOfRandomPatternsHasTheTextInIt() {
    String[] pieces = {
      "a", "b", "ab", "ba", ".", "?", "*", "+", "{1,2}", "{0}", "[ab]", "[^a]", "(", ")", "|",
      "\\w", "\\.", "(?:", "^", "$", "??", "*+", "\\b"
    };
    SplittableRandom random = new SplittableRandom(7);
    int required = 0;
    int matches = 0;
    for (int round = 0; round < 40_000; round++) {
      StringBuilder pattern = new StringBuilder();
      for (int count = 1 + random.nextInt(7); count > 0; count--) {
        pattern.append(pieces[random.nextInt(pieces.length)]);
      }
      String literal = RequiredLiteral.of(pattern.toString());
      Matcher matcher = matcher(pattern.toString(), text(random));
      required += literal.isEmpty() ? 0 : 1;
      while (matcher != null && matcher.find()) {
        matches += literal.isEmpty() ? 0 : 1;
        assertThat(matcher.group()).as(pattern.toString()).contains(literal);
      }
    }
    assertThat(required).isGreaterThan(1_000);
    assertThat(matches).isGreaterThan(1_000);
  }

  private static Matcher matcher(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text);
    } catch (PatternSyntaxException none) {
      return null;
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(12); count > 0; count--) {
      text.append("ab.".charAt(random.nextInt(3)));
    }
    return text.toString();
  }
}
