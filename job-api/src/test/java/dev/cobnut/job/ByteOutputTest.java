package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteOutputTest {
  @Test
  void numbersAreBigEndian() {
    ByteOutput out = new ByteOutput(1);
    out.putByte(0x1ff);
    out.putInt(0x01020304);
    out.putLong(-2);
    assertThat(out.toByteArray())
        .containsExactly(0xff, 1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe);
  }

  @Test
  void varIntsTakeSevenBitsAByte() {
    ByteOutput out = new ByteOutput(0);
    out.putVarInt(0);
    out.putVarInt(127);
    out.putVarInt(128);
    out.putVarInt(-1);
    assertThat(out.toByteArray()).containsExactly(0, 0x7f, 0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f);
  }

  @Test
  void growthKeepsWhatWasWritten() {
    ByteOutput out = new ByteOutput(1);
    for (int index = 0; index < 10_000; index++) {
      out.putByte(index);
    }
    out.putBytes(new byte[50_000]);
    out.putString("\u00e4");
    assertThat(out.length()).isEqualTo(60_002);
    byte[] bytes = out.toByteArray();
    assertThat(bytes[9_999]).isEqualTo((byte) 9_999);
    assertThat(bytes[60_000]).isEqualTo((byte) 0xc3);
  }

  @Test
  void truncateDropsTheEnd() {
    ByteOutput out = new ByteOutput();
    out.putString("hello");
    out.truncate(2);
    out.putBytes(new byte[] {'x', 'y', 'z'}, 1, 1);
    assertThat(out.toByteArray()).asString().isEqualTo("hey");
    assertThatThrownBy(() -> out.truncate(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length: 4 (expected: 0..3)");
    out.clear();
    assertThat(out.length()).isZero();
  }
}
