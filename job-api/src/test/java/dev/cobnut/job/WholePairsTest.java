package dev.cobnut.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.io.TextOutput;
import org.junit.jupiter.api.Test;

final class WholePairsTest {
  @Test
  void pairWhoseFormatThrewLeavesNothingBehind() {
    OutputFormat<String, Object> format = new WholePairs<>(TextOutput.tabSeparated());
    ByteOutput out = new ByteOutput();

    format.write("a", 1, out);
    assertThatThrownBy(() -> format.write("b", new Untellable(), out))
        .isInstanceOf(IllegalStateException.class);
    format.write("c", 3, out);

    assertThat(new String(out.toByteArray(), UTF_8)).isEqualTo("a\t1\nc\t3\n");
  }

  private static final class Untellable {
    @Override
    public String toString() {
      throw new IllegalStateException("can't be told");
    }
  }
}
