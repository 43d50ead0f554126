package dev.cobnut.job.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Utf8;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiteralSearchTest {
  private static LiteralSearch search(String latin) {
    byte[] bytes = latin.getBytes(ISO_8859_1);
    return new LiteralSearch(new Utf8(bytes, 0, bytes.length));
  }

  private static String text(SplittableRandom random, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(lengthMax + 1); count > 0; count--) {
      text.append("ab\u00e9".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void textIsFoundWhereItLiesFirst() {
    SplittableRandom random = new SplittableRandom(11);
    int found = 0;
    for (int round = 0; round < 50_000; round++) {
      String sought = "a" + text(random, 4);
      String all = text(random, 20) + sought + text(random, 3);
      int to = random.nextInt(all.length() + 1);
      int from = random.nextInt(to + 1);

      int index = search(sought).indexIn(all.getBytes(ISO_8859_1), from, to);

      int within = all.substring(from, to).indexOf(sought);
      assertThat(index).isEqualTo(within < 0 ? -1 : from + within);
      found += within < 0 ? 0 : 1;
    }
    assertThat(found).isBetween(5_000, 45_000);
  }

  @Test
  void emptyTextIsRefused() {
    assertThatThrownBy(() -> search(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text: empty (expected: 1 byte or more)");
  }
}
