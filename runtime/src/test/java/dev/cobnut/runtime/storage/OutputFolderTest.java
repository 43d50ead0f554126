package dev.cobnut.runtime.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobId;
import dev.cobnut.runtime.storage.OutputFolder.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFolderTest {
  private static final JobId JOB = new JobId("k3f9");

  @TempDir private Path temp;
  private Path out;
  private OutputFolder output;

  @BeforeEach
  void openOutput() throws IOException {
    out = temp.resolve("deep/out");
    output = OutputFolder.of(out.toString());
  }

  @Test
  void uriAndPathNameTheSameFolder() throws IOException {
    assertThat(OutputFolder.of("file:" + temp + "/a%20b").path()).isEqualTo(temp.resolve("a b"));
    assertThat(OutputFolder.of("file://" + temp + "/a").path()).isEqualTo(temp.resolve("a"));
    assertThat(OutputFolder.of(temp + "/x/../a/").path()).isEqualTo(temp.resolve("a"));
    assertThat(OutputFolder.of("a").path()).isEqualTo(Path.of("a").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/out", "hdfs://h/out", "file://host/out", "", " ", "a\0b"})
  void otherUrisAreRefused(String uri) {
    assertThatThrownBy(() -> OutputFolder.of(uri))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("output: \"" + uri + "\" (expected: ");
  }

  @Test
  void anythingOfTheNameExists() throws IOException {
    assertThat(output.exists()).isFalse();
    Files.createDirectories(out);
    assertThat(output.exists()).isTrue();
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("nowhere"));
    assertThat(OutputFolder.of(link.toString()).exists()).isTrue();
  }

  @Test
  void preparedFileHasItsBytesAndChecksum() throws IOException {
    output.claim(JOB, "n");
    byte[] bytes = new byte[1_000_003];
    new Random(7).nextBytes(bytes);
    CRC32C crc = new CRC32C();
    crc.update(bytes);

    try (PreparedFile file = output.create(JOB, "a")) {
      file.write(bytes, 0, 10);
      file.write(bytes[10]);
      file.write(bytes, 11, 500_000);
      file.write(bytes, 500_011, bytes.length - 500_011);
      assertThat(file.bytes()).isEqualTo(bytes.length);
      file.finish();
      assertThat(file.crc32c()).isEqualTo((int) crc.getValue());
    }

    assertThat(output.read(JOB, "a", bytes.length)).isEqualTo(bytes);
    assertThatThrownBy(() -> output.read(JOB, "a", bytes.length - 1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("1000003 bytes (expected: at most 1000002)");
    assertThatThrownBy(() -> output.read(JOB, "b", 1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("doesn't exist");
  }

  @Test
  void fileThatIsNotFinishedGoes() throws IOException {
    output.claim(JOB, "n");

    try (PreparedFile file = output.create(JOB, "a")) {
      file.write(1);
    }
    output.create(JOB, "b").abandon();

    assertThat(list(out.resolve("_cobnut/k3f9"))).containsExactly("made-output", "nonce");
  }

  @Test
  void nameIsUsedOnce() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");

    assertThatThrownBy(() -> output.create(JOB, "a"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("exists already (expected: a new file)");
    assertThat(output.read(JOB, "a", 10)).isEqualTo("one".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b"})
  void nameThatLeadsElsewhereIsRefused(String name) {
    assertThatThrownBy(() -> output.create(JOB, name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> output.remove(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void droppedJobCannotWriteAnyMore() throws IOException {
    output.claim(JOB, "n");
    PreparedFile late = output.create(JOB, "late");
    output.drop(JOB);

    assertThatThrownBy(() -> output.create(JOB, "a"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("doesn't exist (expected: the job's folder, which goes when");
    assertThatThrownBy(late::finish).isInstanceOf(StorageException.class);
    late.close();
    assertThat(output.exists()).isFalse();
  }

  @Test
  void moveGivesTheNameAndMayBeRepeated() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");

    output.move(JOB, "a", "part-r-00000");
    output.move(JOB, "a", "part-r-00000");

    assertThat(out.resolve("part-r-00000")).hasContent("one");
    assertThat(out.resolve("_cobnut/k3f9/a")).doesNotExist();
  }

  @Test
  void moveThatWasCutOffIsFinished() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");
    Files.createLink(out.resolve("part-r-00000"), out.resolve("_cobnut/k3f9/a"));

    output.move(JOB, "a", "part-r-00000");

    assertThat(out.resolve("part-r-00000")).hasContent("one");
    assertThat(out.resolve("_cobnut/k3f9/a")).doesNotExist();
  }

  @Test
  void moveNeverReplacesAForeignFile() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");
    Files.writeString(out.resolve("part-r-00000"), "foreign");

    assertThatThrownBy(() -> output.move(JOB, "a", "part-r-00000"))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            out.resolve("part-r-00000")
                + ": a file that isn't the job's (expected: no file, or the job's own)");
    assertThat(out.resolve("part-r-00000")).hasContent("foreign");
    assertThat(out.resolve("_cobnut/k3f9/a")).hasContent("one");
  }

  @Test
  void moveOfALostFileIsTold() throws IOException {
    output.claim(JOB, "n");

    assertThatThrownBy(() -> output.move(JOB, "a", "part-r-00000"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("doesn't exist")
        .hasMessageContaining("expected: the prepared file");
  }

  @Test
  void lastMoveAppearsWhenTheOthersAreDurable() throws IOException {
    RecordedFiles files = new RecordedFiles();
    OutputFolder watched = new OutputFolder(out, files);
    watched.claim(JOB, "n");
    prepare("a", "one");
    prepare("b", "two");
    prepare("s", "");
    files.steps.clear();

    watched.moveAll(
        JOB,
        List.of(
            new Move("a", "part-r-00000"),
            new Move("b", "part-r-00001"),
            new Move("s", "_SUCCESS")));

    assertThat(files.steps)
        .containsExactly(
            "link part-r-00000",
            "link part-r-00001",
            "force out",
            "link _SUCCESS",
            "force out",
            "delete a",
            "delete b",
            "delete s");
    assertThat(output.files())
        .containsExactly(
            new OutputFile("_SUCCESS", 0),
            new OutputFile("part-r-00000", 3),
            new OutputFile("part-r-00001", 3));
  }

  @Test
  void finishedFileIsForcedWithItsName() throws IOException {
    RecordedFiles files = new RecordedFiles();
    OutputFolder watched = new OutputFolder(out, files);
    watched.claim(JOB, "n");
    files.steps.clear();

    try (PreparedFile file = watched.create(JOB, "a")) {
      file.write(1);
      file.finish();
    }

    assertThat(files.steps).containsExactly("create a", "together 2", "force file", "force k3f9");
  }

  @Test
  void dropLeavesNothingOfAJobThatMadeItsOutput() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");

    output.drop(JOB);
    output.drop(JOB);

    assertThat(output.exists()).isFalse();
  }

  @Test
  void dropLeavesWhatIsNotTheJobs() throws IOException {
    Files.createDirectories(out);
    JobId other = new JobId("other");
    output.claim(JOB, "n");
    output.claim(other, "m");
    Files.writeString(out.resolve("foreign"), "x");

    output.drop(JOB);
    assertThat(output.sees(other, "m")).isTrue();

    output.drop(other);
    assertThat(list(out)).containsExactly("foreign");

    Files.delete(out.resolve("foreign"));
    output.claim(JOB, "n");
    output.drop(JOB);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void dropKeepsWhatIsPublished() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");
    output.move(JOB, "a", "part-r-00000");

    output.drop(JOB);

    assertThat(list(out)).containsExactly("part-r-00000");
  }

  /** Whoever goes on must know whose the output's folder is. */
  @Test
  void dropThatFailsOnItsWayIsFinishedByTheNext() throws IOException {
    List<String> names = List.of("a", "b", "x");
    int files = names.size() + 2;
    for (int failing = 1; failing <= files; failing++) {
      int failsAt = failing;
      int[] deletes = {0};
      output.claim(JOB, "n");
      for (String name : names) {
        prepare(name, "text");
      }
      OutputFolder broken =
          new OutputFolder(
              out,
              new DurableFiles() {
                @Override
                boolean delete(Path path) throws IOException {
                  if (++deletes[0] == failsAt) {
                    throw new IOException("busy");
                  }
                  return super.delete(path);
                }
              });

      assertThatThrownBy(() -> broken.drop(JOB)).isInstanceOf(StorageException.class);
      output.drop(JOB);

      assertThat(output.exists()).as("with delete %d failing", failing).isFalse();
    }
  }

  @Test
  void withdrawTakesBackWhatIsTheJobs() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");
    prepare("s", "");
    Files.createLink(out.resolve("part-r-00000"), out.resolve("_cobnut/k3f9/a"));
    Files.createLink(out.resolve("_SUCCESS"), out.resolve("_cobnut/k3f9/s"));
    Files.writeString(out.resolve("part-r-00001"), "one");

    output.withdraw(JOB);
    output.withdraw(JOB);
    assertThat(list(out)).containsExactly("_cobnut", "part-r-00001");
    assertThat(out.resolve("_cobnut/k3f9/a")).hasContent("one");

    output.drop(JOB);
    output.withdraw(JOB);
    assertThat(list(out)).containsExactly("part-r-00001");
  }

  @Test
  void whereThereIsNoOutputNothingIsTakenBack() throws IOException {
    output.withdraw(JOB);
    assertThat(output.exists()).isFalse();
  }

  @Test
  void withdrawTakesBackSuccessFirst() throws IOException {
    RecordedFiles files = new RecordedFiles();
    output.claim(JOB, "n");
    prepare("a", "one");
    prepare("s", "");
    Files.createLink(out.resolve("_manifest.json"), out.resolve("_cobnut/k3f9/a"));
    Files.createLink(out.resolve("_SUCCESS"), out.resolve("_cobnut/k3f9/s"));

    new OutputFolder(out, files).withdraw(JOB);

    assertThat(files.steps)
        .startsWith("delete _SUCCESS")
        .contains("delete _manifest.json")
        .endsWith("force out");
  }

  @Test
  void publishedIsWhatHasItsNamesThoughThePreparedOnesCannotGo() throws IOException {
    output.claim(JOB, "n");
    prepare("a", "one");
    OutputFolder broken =
        new OutputFolder(
            out,
            new DurableFiles() {
              @Override
              boolean delete(Path path) throws IOException {
                throw new IOException("busy");
              }
            });

    broken.move(JOB, "a", "part-r-00000");
    output.drop(JOB);

    assertThat(list(out)).containsExactly("part-r-00000");
  }

  @Test
  void removedFileIsGoneAndMayBeGoneBefore() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("part-r-00000"), "x");

    output.remove("part-r-00000");
    output.remove("part-r-00000");

    assertThat(output.files()).isEmpty();
  }

  @Test
  void outputThatIsNotThereHasNoFiles() throws IOException {
    assertThat(output.files()).isEmpty();
  }

  private void prepare(String name, String text) throws IOException {
    try (PreparedFile file = output.create(JOB, name)) {
      file.write(text.getBytes(UTF_8));
      file.finish();
    }
  }

  private static List<String> list(Path folder) {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }
}
