package dev.cobnut.jobs.logstats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Utf8;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CombinedLogTest {
  private static final String LINE =
      "10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326"
          + " \"http://www.example.com/\" \"Mozilla \\\"4\\\" \\\\\"";

  /** The format, as a regular expression. */
  private static final Pattern COMBINED =
      Pattern.compile(
          "(?<client>\\S+) \\S+ \\S+ \\[[^\\]]*+] %s \\d{3} (?<bytes>\\d{1,18}|-) %s %s\\r?"
              .replace("%s", "\"(?:[^\"\\\\]|\\\\.)*+\""),
          Pattern.DOTALL);

  @Test
  void linesThatAreSpoiledAtRandomAreReadAsTheExpressionReadsThem() {
    String alphabet = " \"\\[]-0189a\t\r\u00ff\u0085\u00a0";
    SplittableRandom random = new SplittableRandom(3);
    int wellFormed = 0;
    int rounds = 60_000;
    for (int round = 0; round < rounds; round++) {
      StringBuilder text = new StringBuilder(LINE);
      for (int changes = random.nextInt(4); changes > 0 && text.length() > 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setLength(random.nextInt(8) == 0 ? at : text.length());
        }
      }
      wellFormed += check(text.toString(), random.nextInt(5)) ? 1 : 0;
    }
    assertThat(wellFormed).isBetween(rounds / 5, rounds * 4 / 5);
  }

  /** The line may lie anywhere in the reader's buffer. */
  private static boolean check(String text, int offset) {
    byte[] bytes = ("\"".repeat(offset) + text + "\" 7").getBytes(ISO_8859_1);
    CombinedLog log = new CombinedLog();

    boolean isRead = log.read(new Utf8(bytes, offset, text.length()));

    Matcher expected = COMBINED.matcher(text);
    assertThat(isRead).as(text).isEqualTo(expected.matches());
    if (isRead) {
      String sent = expected.group("bytes");
      assertThat(text.substring(0, log.clientEnd())).isEqualTo(expected.group("client"));
      assertThat(log.bytes()).isEqualTo(sent.equals("-") ? 0 : Long.parseLong(sent));
    }
    return isRead;
  }

  @Test
  void fieldsThatEndTooSoonAreRefused() {
    for (int length = 0; length < LINE.length(); length++) {
      check(LINE.substring(0, length), 0);
      check(LINE.substring(length), 1);
    }
  }
}
