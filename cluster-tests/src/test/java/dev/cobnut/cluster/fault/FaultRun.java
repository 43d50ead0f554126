package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One test of a fault: what it uses, what it did, what it saw. */
final class FaultRun {
  /** Within which a job must end once nothing hinders it any more. */
  static final Duration BOUND = Duration.ofMinutes(3);

  private static final Duration FIRE = Duration.ofSeconds(60);

  private final Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<FaultCluster> clusters = new ArrayList<>();
  private final List<String> fired = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final SequentialRuns expected;
  private Path disk;
  private int jobs;

  FaultRun(Path folder) {
    this.folder = folder;
    this.disk = folder;
    this.expected = new SequentialRuns(folder);
  }

  /** What a fault does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  Path folder() {
    return folder;
  }

  /** Keeps something that is to be closed, last first. */
  <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  /** What clusters write is on this disk from now on, and outputs are; inputs and logs aren't. */
  void keepFilesOn(Path disk) {
    this.disk = disk;
  }

  FaultCluster cluster(int size, String... options) throws Exception {
    return cluster(FaultCluster.plans(size, options));
  }

  FaultCluster cluster(List<FaultCluster.Plan> plans) throws Exception {
    String name = "cluster-" + clusters.size();
    FaultCluster cluster =
        keep(FaultCluster.start(folder.resolve(name), disk.resolve(name), plans));
    clusters.add(cluster);
    return cluster;
  }

  /** A word count of 12 maps and 4 reduces that hurries. */
  FaultJob.Spec job() throws IOException {
    return job(12, 1_400);
  }

  /** A word count of some files of so many lines; a file of 1,400 lines is one map. */
  FaultJob.Spec job(int files, int lines) throws IOException {
    int number = jobs++;
    Path input = folder.resolve("input-" + files + "-" + lines);
    if (Files.notExists(input)) {
      // Once: an input that changes under a job is another fault.
      Texts.write(input, files, lines);
    }
    Path gate = Files.createDirectories(folder.resolve("gate-" + number));
    return new FaultJob.Spec(input, disk.resolve("out-" + number), gate, 4, Map.of());
  }

  /** Does the fault, and waits until there is a proof that it is there. */
  void fire(String what, Action fault, Await.Probe<Boolean> proof) throws Exception {
    fault.run();
    proven(what, proof);
  }

  /** Waits for the proof of a fault that comes by itself. */
  void proven(String what, Await.Probe<Boolean> proof) throws InterruptedException {
    Await.until("the proof that this fault fired: " + what, FIRE, proof);
    fired.add(what);
  }

  /** Writes down what was seen; it goes into the table. */
  void sees(String what) {
    seen.add(what);
  }

  String seen() {
    return String.join("; ", seen);
  }

  /** The job ends, and nobody can tell from what it leaves that anything was amiss. */
  JsonNode endsAsIfNothingHadBeen(FaultCluster cluster, FaultJob job) throws Exception {
    JsonNode ended = job.awaitEnd(BOUND);
    Invariants.checkSucceeded(job.spec(), ended, expected.of(job.spec()));
    Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
    return ended;
  }

  /** A job that has ended did so as if nothing had been; what lies on the nodes isn't looked at. */
  void succeeded(FaultJob job, JsonNode ended) throws IOException, InterruptedException {
    Invariants.checkSucceeded(job.spec(), ended, expected.of(job.spec()));
    Invariants.checkNothingOfOutput(job.spec());
  }

  /** The job fails within the bound, says so in these words, and leaves nothing. */
  JsonNode endsFailed(FaultCluster cluster, FaultJob job, String... words) throws Exception {
    JsonNode ended = job.awaitEnd(BOUND);
    assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("FAILED");
    assertThat(ended.path("error").toString()).contains(words);
    assertThat(job.spec().output().resolve("_SUCCESS")).doesNotExist();
    Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
    return ended;
  }

  /** Ends what is open; where all went well, the fault must have fired. */
  void end(boolean wentWell) throws Exception {
    List<ProcessHandle> processes = new ArrayList<>();
    try {
      for (FaultCluster cluster : clusters) {
        processes.addAll(cluster.processes());
        keepLogs(cluster);
      }
      if (wentWell) {
        assertThat(fired).as("faults that fired").isNotEmpty();
        for (FaultCluster cluster : clusters) {
          Invariants.checkTerms(cluster.nodes());
        }
      }
    } finally {
      closeAll();
    }
    if (wentWell) {
      for (ProcessHandle process : processes) {
        Await.until("the end of process " + process.pid(), FIRE, () -> !process.isAlive());
      }
      delete(folder);
    }
  }

  private void keepLogs(FaultCluster cluster) throws IOException {
    Path logs = Files.createDirectories(FaultRecorder.folder().resolve("logs"));
    Files.writeString(
        logs.resolve(folder.getFileName() + "-" + cluster.folder().getFileName() + ".log"),
        cluster.logs());
  }

  private void closeAll() throws Exception {
    @Nullable Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
