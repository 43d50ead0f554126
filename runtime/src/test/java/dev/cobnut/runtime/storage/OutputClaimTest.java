package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who claims an output, and what a claim leaves. */
final class OutputClaimTest {
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
  void claimIsSeenByOthersAndMayBeRepeated() throws IOException {
    output.claim(JOB, "n1");
    output.claim(JOB, "n1");

    OutputFolder other = OutputFolder.of("file:" + out);
    assertThat(other.sees(JOB, "n1")).isTrue();
    assertThat(other.sees(JOB, "n2")).isFalse();
    assertThat(other.nonce(JOB)).contains("n1");
    assertThat(other.sees(new JobId("other"), "n1")).isFalse();
    assertThat(list(out.resolve("_cobnut/k3f9"))).containsExactly("made-output", "nonce");
  }

  @Test
  void secondClaimWithAnotherNonceIsRefused() throws IOException {
    output.claim(JOB, "n1");

    assertThatThrownBy(() -> output.claim(JOB, "n2"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("claimed with nonce n1 (expected: n2)");
    assertThat(output.sees(JOB, "n1")).isTrue();
  }

  /** The claim may have been begun by a master that was killed. */
  @Test
  void newOutputIsTheJobsThoughItsFolderIsThere() throws IOException {
    Files.createDirectories(out);
    output.claim(new OutputFolder.Claim(JOB, "n", true, List.of()));
    output.drop(JOB);

    assertThat(output.exists()).isFalse();
  }

  @Test
  void namesFollowTheBytesOfAllFilesAndTheNonceIsLast() throws IOException {
    RecordedFiles files = new RecordedFiles();
    OutputFolder watched = new OutputFolder(out, files);
    OutputFolder.Addition jar = new OutputFolder.Addition("jar", "jar.draft", o -> o.write(1));
    watched.claim(new OutputFolder.Claim(JOB, "n", true, List.of(jar)));

    List<String> steps = files.steps;
    assertThat(steps.subList(steps.indexOf("together 2"), steps.size()))
        .filteredOn(step -> !step.startsWith("delete"))
        .startsWith(
            "together 2",
            "force file",
            "force file",
            "link made-output",
            "link jar",
            "link nonce",
            "together 5");
  }

  @Test
  void oneOfManyClaimsWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        JobId job = new JobId("job-" + round);
        List<Callable<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String nonce = "n" + i;
          claims.add(() -> claims(job, nonce));
        }
        int won = 0;
        for (Future<Boolean> claim : threads.invokeAll(claims)) {
          won += claim.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean claims(JobId job, String nonce) throws IOException {
    try {
      output.claim(job, nonce);
      return true;
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("is claimed with nonce");
      return false;
    }
  }

  @Test
  void claimThatFailsLeavesNothing() throws IOException {
    Files.writeString(temp.resolve("file"), "x");
    OutputFolder below = OutputFolder.of(temp.resolve("file/out").toString());

    assertThatThrownBy(() -> below.claim(JOB, "n"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(temp.resolve("file") + ": a file (expected: a folder, or nothing)");

    OutputFolder linkless =
        new OutputFolder(
            out,
            new DurableFiles() {
              @Override
              void link(Path link, Path file) {
                throw new UnsupportedOperationException("no hard links");
              }
            });
    assertThatThrownBy(() -> linkless.claim(JOB, "n"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(out.toString())
        .hasMessageContaining("with hard links");
    assertThat(list(temp)).containsExactly("file");
  }

  private static List<String> list(Path folder) {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }
}
