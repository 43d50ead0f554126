package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTextTest {
  @TempDir Path folder;

  private Path kernel;
  private Path text;

  @BeforeEach
  void makeFolders() throws IOException {
    kernel = Files.createDirectories(folder.resolve("linux-6.1"));
    text = Files.createDirectory(folder.resolve("text"));
  }

  @Test
  void sourcesComeInTheOrderOfTheirPaths() throws Exception {
    source("net/b.c", "three\n");
    source("net/a.h", "two\n");
    source("Makefile", "one\n");
    source("net/c.o", "no source\n");

    KernelText.write(kernel, text, 12, 1);

    assertThat(text.resolve("part-00.txt")).hasContent("one\ntwo\nthree\n");
  }

  @Test
  void whatIsNoTextIsLeftOut() throws Exception {
    source("a.c", "na\u00efve \u00c3\u00bc\0\n");

    KernelText.write(kernel, text, 1, 1);

    assertThat(text.resolve("part-00.txt")).hasContent("nave \u00fc\n");
  }

  @Test
  void lineMayGoOnInTheNextSource() throws Exception {
    source("a.c", "one\ntw");
    source("b.c", "o\nthree\n");

    KernelText.write(kernel, text, 6, 2);

    assertThat(text.resolve("part-00.txt")).hasContent("one\ntwo\n");
    assertThat(text.resolve("part-01.txt")).hasContent("three\n");
  }

  @Test
  void archiveGivesWhatItsFolderGives() throws Exception {
    source("net/a.c", "one\n");
    source("b.c", "two\n");
    Path archive = folder.resolve("linux.tar");
    Process tar =
        new ProcessBuilder("tar", "-cf", archive.toString(), kernel.getFileName().toString())
            .directory(folder.toFile())
            .start();
    assertThat(tar.waitFor()).isZero();

    KernelText.write(archive, text, 8, 1);

    assertThat(text.resolve("part-00.txt")).hasContent("two\none\n");
    assertThat(folder).isDirectoryNotContaining("glob:**/.kernel*");
  }

  @Test
  void tooLittleTextIsRefused() throws Exception {
    source("a.c", "one\n");

    assertThatThrownBy(() -> KernelText.write(kernel, text, 5, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: at least 10 bytes");
  }

  private void source(String path, String content) throws IOException {
    Path file = kernel.resolve(path);
    Files.createDirectories(file.resolveSibling("x").getParent());
    Files.write(file, content.getBytes(ISO_8859_1));
  }
}
