package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHashTest {
  /** Published values of XXH64 with seed 0, of lengths on each side of 4, 8 and 32 bytes. */
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "as, 1c330fb2d66be179",
    "asd, 631c37ce72a97393",
    "asdf, 415872f599cea71e",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
    "Call me Ishmael. Some years ago--never mind how long precisely-, 02a2e85470d6fd96"
  })
  void hashIsXxh64(String text, String expected) {
    byte[] bytes = ("??" + text + "!").getBytes(StandardCharsets.UTF_8);
    assertThat(Long.toHexString(KeyHash.hash(bytes, 2, bytes.length - 3)))
        .isEqualTo(expected.replaceFirst("^0+", ""));
  }

  @Test
  void partitionIsTheUnsignedRemainder() {
    assertThat(KeyHash.partition(-1L, 10)).isEqualTo(5);
    assertThat(KeyHash.partition(new byte[0], 0, 0, 7))
        .isEqualTo((int) Long.remainderUnsigned(0xef46db3751d8e999L, 7));
  }

  @Test
  void keysSpreadEvenly() {
    int[] counts = new int[7];
    for (int key = 0; key < 70_000; key++) {
      byte[] bytes = ("key" + key).getBytes(StandardCharsets.UTF_8);
      counts[KeyHash.partition(bytes, 0, bytes.length, 7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }
}
