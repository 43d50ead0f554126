package dev.cobnut.job.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.OutputFormat;
import dev.cobnut.job.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextOutputTest {
  private static byte[] bytes(OutputFormat<Object, Object> format, Object key, Object value) {
    ByteOutput out = new ByteOutput();
    format.begin(out);
    format.write(key, value, out);
    format.end(out);
    return out.toByteArray();
  }

  private static void assertWritten(Object field, String expected) {
    assertThat(bytes(TextOutput.keys(), field, "other"))
        .isEqualTo((expected + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineIsKeyTabValue() {
    assertThat(bytes(TextOutput.tabSeparated(), "key", 5L)).asString().isEqualTo("key\t5\n");
    assertThat(bytes(TextOutput.tabSeparated(), Utf8.of("k"), Nothing.NOTHING))
        .asString()
        .isEqualTo("k\t\n");
  }

  @Test
  void oneOfThemCanStandAlone() {
    assertThat(bytes(TextOutput.keys(), "key", "value")).asString().isEqualTo("key\n");
    assertThat(bytes(TextOutput.values(), "key", "value")).asString().isEqualTo("value\n");
    assertThat(bytes(RawOutput.keys(), "key", "value")).asString().isEqualTo("key");
    assertThat(bytes(RawOutput.values(), "key", "value")).asString().isEqualTo("value");
  }

  @Test
  void numbersAreDecimal() {
    Random random = new Random(2);
    for (long number :
        List.of(0L, 9L, 10L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong())) {
      assertWritten(number, Long.toString(number));
    }
    for (int digits = 0; digits < 63; digits++) {
      assertWritten(1L << digits, Long.toString(1L << digits));
      assertWritten(-(1L << digits), Long.toString(-(1L << digits)));
    }
    assertWritten(Integer.MIN_VALUE, "-2147483648");
    assertWritten(1.5, "1.5");
  }

  @Test
  void bytesPassUnchanged() {
    byte[] raw = {(byte) 0xff, '\t', 0, (byte) 0x80};
    byte[] expected = {(byte) 0xff, '\t', 0, (byte) 0x80, '\n'};
    assertThat(bytes(TextOutput.keys(), raw, "")).isEqualTo(expected);
    assertThat(bytes(TextOutput.keys(), new Utf8(raw, 0, 4), "")).isEqualTo(expected);
    assertThat(bytes(TextOutput.keys(), new Utf8(raw, 1, 2), "")).containsExactly('\t', 0, '\n');
    assertThat(bytes(RawOutput.values(), "", raw)).isEqualTo(raw);
  }

  @Test
  void stringsAreUtf8() {
    assertWritten("\u00e4\ud83d\ude00", "\u00e4\ud83d\ude00");
  }
}
