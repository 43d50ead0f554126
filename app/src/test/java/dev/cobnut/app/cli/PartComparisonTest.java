package dev.cobnut.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartComparisonTest {
  @TempDir Path folder;

  @Test
  void equalPartsHaveNoDifference() throws IOException {
    assertThat(difference("abcdef", "abc", "", "def")).isEmpty();
    assertThat(difference("")).isEmpty();
  }

  @Test
  void firstByteThatDiffersIsNamed() throws IOException {
    assertThat(difference("abXdeX", "abc", "def")).contains(2L);
    assertThat(difference("abcdXf", "abc", "def")).contains(4L);
  }

  @Test
  void partThatEndsEarlyDiffersWhereItEnds() throws IOException {
    assertThat(difference("abcd", "abc", "def")).contains(4L);
    assertThat(difference("abc", "abc", "def")).contains(3L);
  }

  @Test
  void partThatGoesOnDiffersWhereItShouldEnd() throws IOException {
    assertThat(difference("abcd", "abc")).contains(3L);
  }

  private Optional<Long> difference(String found, String... expected) throws IOException {
    Path part = Files.writeString(folder.resolve("part"), found);
    PartComparison comparison = new PartComparison(part);
    for (String piece : expected) {
      comparison.write(piece.getBytes(StandardCharsets.UTF_8));
    }
    comparison.close();
    return comparison.firstDifference();
  }
}
