package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PosixStateStorageTest extends StateStorageContract {
  /** Folder made and forced; draft forced; link about to be made, and made; folder forced. */
  private static final int STEPS = 6;

  private static final int PROCESSES = 3;
  private static final int RACES = 100;

  @TempDir private Path temp;

  @Override
  StateStorage storage() throws IOException {
    return StateFolder.open(temp.resolve("state").toString());
  }

  /** Fails once, at the step whose number it is given. */
  private static final class FailingFiles extends DurableFiles {
    private int stepsLeft;
    private boolean hasFailed;

    FailingFiles(int step) {
      stepsLeft = step;
    }

    private void step() throws IOException {
      if (!hasFailed && --stepsLeft == 0) {
        hasFailed = true;
        throw new IOException("step failed");
      }
    }

    @Override
    void force(java.nio.channels.FileChannel file) throws IOException {
      step();
      super.force(file);
    }

    @Override
    void forceFolder(@Nullable Path folder) throws IOException {
      step();
      super.forceFolder(folder);
    }

    @Override
    void link(Path link, Path file) throws IOException {
      step();
      super.link(link, file);
      step();
    }

    @Override
    void makeFolder(Path folder) throws IOException {
      step();
      super.makeFolder(folder);
    }
  }

  @Test
  void creationThatFailsAtAnyStepIsUnknownUntilItIsRepeated() throws IOException {
    for (int step = 1; step <= STEPS; step++) {
      Path root = Files.createDirectory(temp.resolve("at-" + step));
      FailingFiles files = new FailingFiles(step);
      StateStorage storage = new PosixStateStorage(root, files);

      Creation first = storage.createIfAbsent("a/1", bytes("x"));

      assertThat(files.hasFailed).isTrue();
      assertThat(first).isEqualTo(Creation.UNKNOWN);
      assertThat(storage.createIfAbsent("a/1", bytes("x"))).isEqualTo(Creation.MINE);
      assertThat(storage.createIfAbsent("a/1", bytes("y"))).isEqualTo(Creation.ANOTHERS);
      assertThat(storage.list("a")).containsExactly("1");
    }
  }

  @Test
  void storageThatWasTakenAwayIsNotTakenForEmpty() throws IOException {
    StateStorage storage = storage();

    Files.delete(temp.resolve("state"));

    assertThatThrownBy(() -> storage.read("a/1")).hasMessageContaining("isn't there any more");
    assertThatThrownBy(() -> storage.list("a")).hasMessageContaining("isn't there any more");
    assertThat(storage.createIfAbsent("a/1", bytes("x"))).isEqualTo(Creation.UNKNOWN);
  }

  @Test
  void oldDraftsOfTheDeadGoWhenTheStorageIsOpened() throws IOException {
    Path state = temp.resolve("state");
    storage().createIfAbsent("a/1", bytes("x"));
    Path young = Files.writeString(state.resolve("a/.draft-young"), "");
    Path old = Files.writeString(state.resolve("a/.draft-old"), "");
    long nowMs = System.currentTimeMillis();
    Files.setLastModifiedTime(old, FileTime.fromMillis(nowMs - TimeUnit.DAYS.toMillis(2)));

    StateStorage opened = storage();

    assertThat(young).exists();
    assertThat(old).doesNotExist();
    assertThat(opened.list("a")).containsExactly("1");
  }

  private List<Path> drafts() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("state/a"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(".draft")).toList();
    }
  }

  @Test
  void draftThatIsMadeAheadIsUsedOnceAndSeenByNobody() throws IOException {
    StateStorage storage = storage();
    storage.anticipate("a");
    storage.createIfAbsent("a/1", bytes("x"));
    storage.anticipate("a");
    storage.anticipate("a");
    List<Path> ahead = drafts();

    assertThat(ahead).hasSize(1);
    assertThat(storage.list("a")).containsExactly("1");
    assertThat(storage.createIfAbsent("b/1", bytes("y"))).isEqualTo(Creation.MINE);
    assertThat(drafts()).isEqualTo(ahead);
    assertThat(storage.createIfAbsent("a/1", bytes("y"))).isEqualTo(Creation.ANOTHERS);
    assertThat(storage.createIfAbsent("a/2", bytes("y"))).isEqualTo(Creation.MINE);
    assertThat(drafts()).isEmpty();
    assertThat(storage.createIfAbsent("a/3", bytes("z"))).isEqualTo(Creation.MINE);
    assertThat(storage.read("a/2")).contains(bytes("y"));
    assertThat(storage.read("a/3")).contains(bytes("z"));
  }

  @Test
  void draftThatIsNotUsedGoes() throws IOException {
    StateStorage storage = storage();
    storage.createIfAbsent("a/1", bytes("x"));
    storage.anticipate("a");

    storage.settle();

    assertThat(drafts()).isEmpty();
    assertThat(storage.createIfAbsent("a/2", bytes("y"))).isEqualTo(Creation.MINE);
  }

  @Test
  void draftThatIsLostCostsARepetition() throws IOException {
    StateStorage storage = storage();
    storage.createIfAbsent("a/1", bytes("x"));
    storage.anticipate("a");
    Files.delete(drafts().get(0));

    assertThat(storage.createIfAbsent("a/2", bytes("y"))).isEqualTo(Creation.UNKNOWN);
    assertThat(storage.createIfAbsent("a/2", bytes("y"))).isEqualTo(Creation.MINE);
    assertThat(storage.read("a/2")).contains(bytes("y"));
  }

  /** Tries to create the objects of all races. */
  static final class Racer {
    private Racer() {}

    public static void main(String[] args) throws IOException {
      StateStorage storage = StateFolder.open(args[0]);
      storage.createIfAbsent("ready/" + args[1], bytes(args[1]));
      while (storage.list("ready").size() < PROCESSES) {
        Thread.onSpinWait();
      }
      for (int race = 0; race < RACES; race++) {
        Creation creation = storage.createIfAbsent("race/" + race, bytes(args[1]));
        System.out.println(creation == Creation.MINE ? "MINE " + race : creation.name());
      }
    }
  }

  @Test
  void oneOfSeveralProcessesWins() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int racer = 0; racer < PROCESSES; racer++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Racer.class.getName(),
                  temp.resolve("state").toString(),
                  "racer " + racer)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(temp.resolve("out-" + racer).toFile())
              .start());
    }
    List<String> lines = new ArrayList<>();
    for (int racer = 0; racer < PROCESSES; racer++) {
      assertThat(processes.get(racer).waitFor()).isZero();
      lines.addAll(Files.readAllLines(temp.resolve("out-" + racer)));
    }

    assertThat(lines).hasSize(PROCESSES * RACES).doesNotContain("UNKNOWN");
    assertThat(lines.stream().filter(line -> line.startsWith("MINE")))
        .hasSize(RACES)
        .doesNotHaveDuplicates();
  }
}
