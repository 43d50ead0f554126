package dev.cobnut.jobs.logstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.ByteOutput;
import org.junit.jupiter.api.Test;

class TrafficTest {
  @Test
  void encodingIsReadBackWhereverItLies() {
    Traffic traffic = new Traffic(3, -1);
    ByteOutput out = new ByteOutput();
    out.putByte(0);
    Traffic.SERDE.encode(traffic, out);

    assertThat(Traffic.SERDE.decode(out.array(), 1, out.length() - 1)).isEqualTo(traffic);
  }

  @Test
  void bytesOfAnotherLengthAreNoEncoding() {
    assertThatThrownBy(() -> Traffic.SERDE.decode(new byte[15], 0, 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("traffic: 15 bytes (expected: 16)");
  }
}
