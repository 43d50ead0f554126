package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFilesTest {
  @TempDir Path root;

  @BeforeEach
  void fill() throws IOException {
    for (String name :
        List.of(
            "b.txt",
            "a/z.txt",
            "a/deep/er/x.log",
            "a.txt",
            "a/_SUCCESS",
            "_cobnut/job/part",
            ".hidden",
            "a/.git/config",
            "Z.txt")) {
      write(name, "content of " + name);
    }
  }

  private Path write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private Path link(String name, String target) throws IOException {
    Path link = root.resolve(name);
    Files.createDirectories(link.getParent());
    return Files.createSymbolicLink(link, Path.of(target));
  }

  private static List<String> names(List<InputFile> files) {
    return files.stream().map(InputFile::relativePath).toList();
  }

  /** Lists inputs below the root. */
  private List<String> list(String... inputs) throws IOException {
    return names(InputFiles.list(Stream.of(inputs).map(input -> root + "/" + input).toList()));
  }

  private void assertRefused(String input, String found, String expected) {
    assertThatThrownBy(() -> InputFiles.list(List.of(input)))
        .isInstanceOf(InputException.class)
        .hasMessage("input " + input + ": " + found + " (expected: " + expected + ")");
  }

  @Test
  void aDirectoryStandsForAllFilesBelowInTheOrderOfTheirBytes() throws IOException {
    assertThat(list("")).containsExactly("Z.txt", "a.txt", "a/deep/er/x.log", "a/z.txt", "b.txt");
    assertThat(list("a")).containsExactly("deep/er/x.log", "z.txt");
    assertThat(list("a/")).containsExactly("deep/er/x.log", "z.txt");
  }

  @Test
  void whatIsKnownOfAFileIsListed() throws IOException {
    Path file = root.resolve("a/z.txt");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_234_567_000));
    assertThat(InputFiles.list(List.of(file.toString())))
        .containsExactly(
            new InputFile(file, "z.txt", "content of a/z.txt".length(), 1_234_567_000));
  }

  @Test
  void pathsAreAbsolute() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(root.resolve("b.txt"));
    assertThat(InputFiles.list(List.of(relative.toString())))
        .singleElement()
        .matches(file -> file.path().isAbsolute());
  }

  @Test
  void aNameThatIsWrittenOutIsReadWhateverItBeginsWith() throws IOException {
    assertThat(list("a/_SUCCESS")).containsExactly("_SUCCESS");
    assertThat(list(".hidden", "_cobnut")).containsExactly(".hidden", "job/part");
    assertThat(list("*/_SUCCESS")).containsExactly("a/_SUCCESS");
  }

  @Test
  void inputsStayInTheOrderGiven() throws IOException {
    assertThat(list("b.txt", "a", "a.txt"))
        .containsExactly("b.txt", "deep/er/x.log", "z.txt", "a.txt");
  }

  @Test
  void aFileNamedTwiceIsReadOnceUnderTheFirst() throws IOException {
    assertThat(list("a/z.txt", "", "a/../a/z.txt", "*.txt"))
        .containsExactly("z.txt", "Z.txt", "a.txt", "a/deep/er/x.log", "b.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.txt | Z.txt a.txt b.txt",
        "?.txt | Z.txt a.txt b.txt",
        "[ab].txt | a.txt b.txt",
        "[!a-b].txt | Z.txt",
        "[^ab].txt | Z.txt",
        "{a,b}.txt | a.txt b.txt",
        "{a/z,b}.txt | a/z.txt b.txt",
        "{a/{z,y},nothing}.* | a/z.txt",
        "*/z.txt | a/z.txt",
        "a/*.txt | z.txt",
        "a/d*/*/x.log | deep/er/x.log",
        "**/*.log | a/deep/er/x.log",
        "**/*.txt | Z.txt a.txt a/z.txt b.txt",
        "**.txt | Z.txt a.txt a/z.txt b.txt",
        "** | Z.txt a.txt a/deep/er/x.log a/z.txt b.txt",
        "a/** | deep/er/x.log z.txt",
        "a/**/er/* | deep/er/x.log",
        "a/**/deep/**/x.log | deep/er/x.log",
        "* | Z.txt a.txt a/deep/er/x.log a/z.txt b.txt",
        "d*/../a.txt | ",
      })
  void aGlobStandsForWhatItMatches(String glob, String expected) throws IOException {
    if (expected == null) {
      assertThatThrownBy(() -> list(glob)).isInstanceOf(InputException.class);
    } else {
      assertThat(list(glob)).containsExactly(expected.split(" ", -1));
    }
  }

  @Test
  void wildcardsMatchNamesAsTheyAre() throws IOException {
    write("odd/a+(b).x", "1");
    assertThat(list("odd/*+(?).x")).containsExactly("a+(b).x");
    assertThat(list("odd/a\\+?b?.*")).containsExactly("a+(b).x");
  }

  @Test
  void aFileWhoseNameLooksLikeAGlobIsAFile() throws IOException {
    write("odd/[a].txt", "1");
    write("odd/a.txt", "2");
    assertThat(list("odd/[a].txt")).containsExactly("[a].txt");
  }

  @Test
  void fileUrisAreTaken() throws IOException {
    Path file = write("odd/a b+%.txt", "1");
    URI uri = file.toUri();
    assertThat(names(InputFiles.list(List.of(uri.toString())))).containsExactly("a b+%.txt");
    assertThat(
            names(
                InputFiles.list(
                    List.of("file:" + root + "/a.txt", "file://localhost" + root + "/b.txt"))))
        .containsExactly("a.txt", "b.txt");
    assertThat(names(InputFiles.list(List.of("file://" + root + "/*.txt"))))
        .containsExactly("Z.txt", "a.txt", "b.txt");
  }

  @Test
  void anEmptyDirectoryIsAnEmptyList() throws IOException {
    Files.createDirectories(root.resolve("empty/also-empty"));
    assertThat(list("empty")).isEmpty();
    assertThat(list("empt*")).isEmpty();
    assertThat(InputFiles.list(List.of())).isEmpty();
  }

  @Test
  void whatDoesNotExistIsRefused() {
    assertRefused(root + "/none", "doesn't exist", "a file, a directory or a glob");
    assertRefused(root + "/*.none", "matches nothing", "at least one file or directory");
    assertRefused(root + "/none/*", "matches nothing", "at least one file or directory");
    assertRefused(root + "/_*", "matches nothing", "at least one file or directory");
    assertThatThrownBy(() -> InputFiles.list(List.of("")))
        .hasMessage("input \"\": is empty (expected: the path of a file or directory, or a glob)");
  }

  @Test
  void whatIsNoInputIsRefused() {
    assertRefused("s3://bucket/key", "has the scheme s3", "a path or a file: URI");
    assertRefused("file://host/path", "is on the host \"host\"", "file:///PATH");
    assertRefused("file:/a%zz", "has a malformed percent escape", "a file: URI");
    assertRefused(
        "/dev/null", "is neither a file nor a directory", "a file, a directory or a glob");
    assertRefused(root + "/{a,b", "is no glob: { without } (expected: {a,b})", "a path or a glob");
    assertRefused(
        root + "/[a", "is no glob: [ without ] (expected: [abc] or [a-z])", "a path or a glob");
    assertRefused(
        root + "/" + "{a,b}".repeat(10),
        "is no glob: braces stand for too many names (expected: at most 1000)",
        "a path or a glob");
    assertThatThrownBy(() -> InputFiles.list(List.of("a\0b")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no path");
    assertThatThrownBy(() -> InputFiles.list(List.of(root + "/a.txt/below")))
        .isInstanceOf(InputException.class);
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    Path file = root.resolve("a.txt");
    Files.setPosixFilePermissions(file, Set.of());
    assumeFalse(Files.isReadable(file), "the user may read everything");
    assertRefused(file.toString(), file + " can't be read", "a file that may be read");
    assertRefused(root.toString(), file + " can't be read", "a file that may be read");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path directory = root.resolve("a");
    Files.setPosixFilePermissions(directory, Set.of());
    assertThatThrownBy(() -> list("")).isInstanceOf(InputException.class);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void linksAreFollowedButNotInACircle(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("far.txt"), "far");
    link("a/far", elsewhere.toString());
    link("a/up", "..");
    link("a/self", ".");
    link("a/deep/near.txt", "../../b.txt");
    assertThat(list("a")).containsExactly("deep/er/x.log", "deep/near.txt", "far/far.txt", "z.txt");
  }

  @Test
  void aFileCountsAtItsOwnPlaceRatherThanThroughALink() throws IOException {
    link("AA.txt", "b.txt");
    link("A", "a");
    assertThat(list("")).containsExactly("Z.txt", "a.txt", "a/deep/er/x.log", "a/z.txt", "b.txt");
    assertThat(list("A")).containsExactly("deep/er/x.log", "z.txt");
    assertThat(list("A*", "a")).containsExactly("A/deep/er/x.log", "A/z.txt", "AA.txt");
  }

  @Test
  void manyLinksDoNotMakeTheWalkLong() throws IOException {
    for (int level = 0; level < 40; level++) {
      Files.createDirectories(root.resolve("tower/" + level));
      link("tower/" + level + "/left", "../" + (level + 1));
      link("tower/" + level + "/right", "../" + (level + 1));
    }
    write("tower/40/top.txt", "top");
    assertThat(list("tower")).containsExactly("40/top.txt");
  }

  @Test
  void aLinkToItselfIsRefused() throws IOException {
    Path circle = link("a/circle", "circle");
    assertThatThrownBy(() -> list(""))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("input " + root + "/: can't be read: " + circle)
        .hasMessageEndingWith(" (expected: readable files and directories)");
    assertThatThrownBy(() -> list("a/circle")).isInstanceOf(InputException.class);
  }

  @Test
  void aLinkToNothingIsRefused() throws IOException {
    Path dangling = link("a/dangling", "nowhere");
    assertRefused(
        root.toString(), dangling + " is a link to nothing", "a link to a file or directory");
  }
}
