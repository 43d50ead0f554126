package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputPeekTest {
  @TempDir Path output;

  @Test
  void peekIsIntoTheFirstPartThatHoldsSomething() throws IOException {
    part(0, "");
    Path second = part(1, "a\t1\nb\t2\nc\t3\n");
    part(2, "d\t4\n");
    Files.writeString(output.resolve("_SUCCESS"), "");

    List<Path> parts = OutputPeek.parts(output);

    assertThat(parts).hasSize(3);
    assertThat(OutputPeek.first(parts, 2, 80))
        .contains(new OutputPeek.Peek(second, List.of("a\t1", "b\t2")));
  }

  @Test
  void emptyOutputHasNothingToPeekAt() throws IOException {
    part(0, "");

    assertThat(OutputPeek.first(OutputPeek.parts(output), 5, 80)).isEmpty();
  }

  @Test
  void linesAreCutAndLoseTheirControlCharacters() throws IOException {
    part(0, "\u001b[31mred\n" + "é".repeat(50) + "\n");

    assertThat(OutputPeek.first(OutputPeek.parts(output), 5, 20).orElseThrow().lines())
        .containsExactly(".[31mred", "é".repeat(17) + "...");
  }

  @Test
  void recordsWithoutLineEndsAreShownAsFarAsTheyFit() throws IOException {
    part(0, "x".repeat(10_000));

    assertThat(OutputPeek.first(OutputPeek.parts(output), 5, 20).orElseThrow().lines())
        .containsExactly("x".repeat(17) + "...");
  }

  private Path part(int number, String text) throws IOException {
    return Files.write(
        output.resolve("part-r-0000" + number), text.getBytes(StandardCharsets.UTF_8));
  }
}
