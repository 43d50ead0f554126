package dev.cobnut.job.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.io.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PartWriterTest {
  /** The reduce function may catch what its format threw, and go on. */
  @Test
  void pairWhoseFormatThrewLeavesNothingBehind() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PartWriter<Object, Object> part = new PartWriter<>(TextOutput.tabSeparated(), bytes)) {
      part.emit("a", 1);
      assertThatThrownBy(() -> part.emit("b", new Untellable()))
          .isInstanceOf(IllegalStateException.class);
      part.emit("c", 3);
      part.end();

      assertThat(part.pairs()).isEqualTo(2);
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("a\t1\nc\t3\n");
  }

  private static final class Untellable {
    @Override
    public String toString() {
      throw new IllegalStateException("can't be told");
    }
  }
}
