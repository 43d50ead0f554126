package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AmountsTest {
  @Test
  void bytesKeepTwoToThreeDigits() {
    assertThat(Amounts.bytes(0)).isEqualTo("0 B");
    assertThat(Amounts.bytes(1023)).isEqualTo("1023 B");
    assertThat(Amounts.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Amounts.bytes(230L << 20)).isEqualTo("230 MiB");
    assertThat(Amounts.bytes((1L << 20) - 1)).isEqualTo("1.0 MiB");
    assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("8192 PiB");
  }

  @Test
  void nounsFollowTheirCount() {
    assertThat(Amounts.count(1, "part")).isEqualTo("1 part");
    assertThat(Amounts.count(1_234_567, "record")).isEqualTo("1,234,567 records");
  }

  @Test
  void timesUseTheUnitThatFits() {
    assertThat(Amounts.time(-5)).isEqualTo("0.0 s");
    assertThat(Amounts.time(840)).isEqualTo("0.8 s");
    assertThat(Amounts.time(42_300)).isEqualTo("42 s");
    assertThat(Amounts.time(185_000)).isEqualTo("3 min 5 s");
    assertThat(Amounts.time(7_860_000)).isEqualTo("2 h 11 min");
  }

  @Test
  void ratesAreBytesOverTime() {
    assertThat(Amounts.rate(118_000_000, 1_000)).isEqualTo("118 MB/s");
    assertThat(Amounts.rate(1_500_000, 1_000)).isEqualTo("1.5 MB/s");
    assertThat(Amounts.rate(1_000_000, 0)).isEqualTo("1000 MB/s");
  }
}
