package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRangeTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void fill() throws IOException {
    file = Files.writeString(directory.resolve("file"), "0123456789");
  }

  @Test
  void readsWithinTheRangeAndOutside() throws IOException {
    try (FileRange range = FileRange.open(file, "rel/file", 3, 6, 99)) {
      byte[] bytes = new byte[12];
      assertThat(range.read(8, bytes, 1, 10)).isEqualTo(2);
      assertThat(bytes).startsWith(0, '8', '9', 0);
      assertThat(range.read(0, bytes, 0, 3)).isEqualTo(3);
      assertThat(bytes).startsWith('0', '1', '2', 0);
      assertThat(range.read(10, bytes, 0, 1)).isEqualTo(-1);
      assertThat(range.read(1_000, bytes, 0, 1)).isEqualTo(-1);
      assertThat(range.start()).isEqualTo(3);
      assertThat(range.end()).isEqualTo(6);
      assertThat(range.fileBytes()).isEqualTo(10);
      assertThat(range.recordBytesMax()).isEqualTo(99);
      assertThat(range.file()).isEqualTo(file.toString());
      assertThat(range.relativePath()).isEqualTo("rel/file");
    }
  }

  @Test
  void aFileShorterThanTheRangeIsRefused() {
    assertThatThrownBy(() -> FileRange.open(file, "file", 3, 11, 99))
        .isInstanceOf(EOFException.class)
        .hasMessage(file + ": 10 bytes (expected: at least 11)");
  }

  @Test
  void aFileThatBecomesShorterIsAnError() throws IOException {
    try (FileRange range = FileRange.open(file, "file", 0, 10, 99);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4);
      assertThatThrownBy(() -> range.read(4, new byte[1], 0, 1))
          .isInstanceOf(EOFException.class)
          .hasMessage(file + ": ends at byte 4 (expected: 10)");
    }
  }

  @Test
  void rangesAscend() {
    assertThatThrownBy(() -> FileRange.open(file, "file", 5, 3, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": range 5..3 (expected: 0 or more, ascending)");
    assertThatThrownBy(() -> FileRange.open(file, "file", -1, 3, 99))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> FileRange.open(directory.resolve("none"), "none", 0, 0, 99))
        .isInstanceOf(NoSuchFileException.class);
  }
}
