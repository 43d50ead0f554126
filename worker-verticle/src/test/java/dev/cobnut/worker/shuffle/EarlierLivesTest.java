package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EarlierLivesTest {
  private static final int BYTES = 20_000;

  @TempDir Path folder;
  private LocalFiles files;
  private EarlierLives lives;

  @BeforeEach
  void prepare() throws IOException {
    files = new LocalFiles(folder, "w");
    lives = new EarlierLives(files, new HeldOutputs(files));
    files.makeJobFolder(JOB);
  }

  @Test
  void firstLifeFindsNothing() throws Exception {
    LocalFiles fresh = new LocalFiles(folder, "fresh");
    assertThat(new EarlierLives(fresh, new HeldOutputs(fresh)).sweep()).isEmpty();
  }

  @Test
  void mapOutputsAreKeptAndAllElseGoes() throws Exception {
    AttemptId map = write(map(0, 1), 3, BYTES);
    AttemptId again = write(map(7, 2), 3, BYTES);
    for (String other :
        List.of(
            "s0-m-00001.t1.a1.map.tmp",
            "s0-m-00001.t1.a1.spill-0",
            "s0-m-00001.t1.a1.spill-1.tmp",
            "s0-r-00000.t1.a1.fetch-3",
            "s0-r-00000.t1.a1.merge-0",
            "s0-r-00000.t1.a1.map",
            "s0-m-1.t1.a1.map",
            "whatever.map")) {
      Files.writeString(files.jobFolder(JOB).resolve(other), "left behind");
    }
    assertThat(lives.sweep()).containsExactly(map, again);
    assertThat(files.jobFolder(JOB))
        .isDirectoryContaining(file -> file.equals(files.mapOutput(map)))
        .isDirectoryContaining(file -> file.equals(files.mapOutput(again)));
    assertThat(files.jobFolder(JOB).toFile().list()).hasSize(2);
    assertThat(isWhole(map)).isTrue();
    assertThat(isWhole(again)).isTrue();
  }

  @Test
  void folderOfAJobWithoutMapOutputsGoes() throws Exception {
    JobId other = new JobId("other");
    files.makeJobFolder(other);
    Files.writeString(files.jobFolder(other).resolve("s0-m-00001.t1.a1.spill-0"), "left behind");
    assertThat(lives.sweep()).isEmpty();
    assertThat(files.jobs()).isEmptyDirectory();
  }

  @Test
  void whatNoWorkerMadeStays() throws Exception {
    Path file = Files.writeString(files.jobs().resolve("Notes.txt"), "mine");
    Path below = Files.createDirectories(files.jobs().resolve("NOT_A_JOB")).resolve("x.spill-0");
    Files.writeString(below, "mine");
    lives.sweep();
    assertThat(file).exists();
    assertThat(below).exists();
  }

  @Test
  void emptyRegionsAreWhole() throws Exception {
    assertThat(isWhole(write(map(0, 1), 1, 0))).isTrue();
    assertThat(isWhole(write(map(1, 1), 500, 0))).isTrue();
    AttemptId withGaps = map(2, 1);
    try (RunWriter out = RunWriter.create(files.mapOutput(withGaps), 10, 1 << 10)) {
      out.region(4);
      record(out, BYTES);
      out.finish();
    }
    assertThat(isWhole(withGaps)).isTrue();
  }

  /** What a power cut may leave of a file that has its name, since nothing forced its bytes. */
  @Test
  void shortenedMapOutputIsNotWhole() throws Exception {
    AttemptId map = write(map(0, 1), 2, 60);
    byte[] whole = Files.readAllBytes(files.mapOutput(map));
    for (int length = 0; length < whole.length; length++) {
      try (FileChannel file = FileChannel.open(files.mapOutput(map), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(whole), 0);
        file.truncate(length);
      }
      assertThat(isWhole(map)).as("%d of %d bytes", length, whole.length).isFalse();
    }
    Files.write(files.mapOutput(map), whole);
    assertThat(isWhole(map)).isTrue();
  }

  @Test
  void mapOutputWithZerosIsNotWhole() throws Exception {
    AttemptId map = write(map(0, 1), 3, BYTES);
    byte[] whole = Files.readAllBytes(files.mapOutput(map));
    int page = 4 << 10;
    for (int from = 0; from < whole.length; from += page) {
      byte[] holed = whole.clone();
      Arrays.fill(holed, from, Math.min(whole.length, from + page), (byte) 0);
      Files.write(files.mapOutput(map), holed);
      assertThat(isWhole(map)).as("zeros from byte %d", from).isFalse();
    }
    Files.write(files.mapOutput(map), new byte[whole.length]);
    assertThat(isWhole(map)).as("all zeros").isFalse();
  }

  @Test
  void anyFlippedBitIsFound() throws Exception {
    AttemptId map = write(map(0, 1), 2, 10);
    byte[] whole = Files.readAllBytes(files.mapOutput(map));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(files.mapOutput(map), flipped);
      assertThat(isWhole(map)).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void mapOutputThatIsGoneIsNotWhole() {
    assertThat(isWhole(map(0, 1))).isFalse();
  }

  @Test
  void folderGoesWithItsLastFileUnlessAnAttemptMayWrite() throws Exception {
    AttemptId first = write(map(0, 1), 3, BYTES);
    AttemptId last = write(map(1, 1), 3, BYTES);
    files.deleteAttempt(first);
    assertThat(files.mapOutput(last)).exists();
    files.enter(JOB);
    files.enter(JOB);
    files.deleteAttempt(last);
    assertThat(files.jobFolder(JOB)).isEmptyDirectory();
    files.leave(JOB);
    files.deleteAttempt(last);
    assertThat(files.jobFolder(JOB)).isEmptyDirectory();
    files.leave(JOB);
    files.deleteAttempt(last);
    assertThat(files.jobFolder(JOB)).doesNotExist();
    files.deleteAttempt(new AttemptId(new TaskId(JOB, 0, TaskKind.MAP, 9), 1, 1));
  }

  private boolean isWhole(AttemptId map) {
    try {
      lives.check(map);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private AttemptId write(AttemptId map, int partitions, int bytes) throws IOException {
    try (RunWriter out = RunWriter.create(files.mapOutput(map), partitions, 1 << 10)) {
      for (int partition = 0; partition < partitions && bytes > 0; partition++) {
        out.region(partition);
        record(out, bytes);
      }
      out.finish();
    }
    return map;
  }

  private static void record(RunWriter out, int bytes) throws IOException {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) 'x');
    out.write(new byte[] {1, 2, 3}, 0, 3, value, 0, bytes);
  }
}
