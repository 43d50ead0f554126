package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
  @TempDir private Path temp;

  @Test
  void folderIsMadeAndLeftEmpty() throws IOException {
    Path state = temp.resolve("a/state");

    assertThat(StateFolder.test(state.toString())).isEqualTo(state);
    assertThat(StateFolder.test("file:" + state)).isEqualTo(state);

    assertThat(state).isEmptyDirectory();
  }

  @Test
  void fileInItsPlaceIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");

    assertThatThrownBy(() -> StateFolder.test(file.toString()))
        .isInstanceOf(StorageException.class)
        .hasMessage("state.uri: " + file + ": a file (expected: a folder)");
    assertThatThrownBy(() -> StateFolder.test(file + "/state"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("state.uri: ")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> StateFolder.test("s3://bucket/state"))
        .hasMessageStartingWith("state.uri: \"s3://bucket/state\" (expected: ");
  }

  @Test
  void fileSystemThatCannotLinkIsRefused() {
    DurableFiles linkless =
        new DurableFiles() {
          @Override
          void link(Path link, Path file) {
            throw new UnsupportedOperationException("no");
          }
        };

    assertThatThrownBy(() -> StateFolder.test(temp.toString(), linkless))
        .hasMessageContaining("no hard links");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void fileSystemThatReplacesIsRefused() {
    DurableFiles replacing =
        new DurableFiles() {
          @Override
          void link(Path link, Path file) throws IOException {
            Files.deleteIfExists(link);
            super.link(link, file);
          }
        };

    assertThatThrownBy(() -> StateFolder.test(temp.toString(), replacing))
        .hasMessageContaining("a second link replaced the first");
    assertThat(temp).isEmptyDirectory();
  }
}
