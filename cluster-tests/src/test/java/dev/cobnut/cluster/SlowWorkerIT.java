package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.jobs.PacedCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three workers is ten times slower than the others. Times are compared within one run: what
 * the two good ones take by themselves is the measure.
 */
@Timeout(300)
final class SlowWorkerIT {
  private static final double SHARE_MAX = 1.3;
  private static final int REDUCERS = 2;
  private static final int TASKS = 24;
  private static final int LINES_OF_TASK = 20;
  private static final int TASK_MS = 2_000;

  @TempDir Path folder;

  @Test
  void slowWorkerHardlySlowsAJobDownUnlessBackupsAreTurnedOff() throws Exception {
    Path input = input();
    Duration alone;
    Duration backedUp;
    try (TestCluster cluster = cluster("with", 2)) {
      alone = Run.of(cluster, input, folder.resolve("alone"), 0).time();
      NodeProcess slow = cluster.add();
      Run run = Run.of(cluster, input, folder.resolve("backed-up"), slow.pid());
      backedUp = run.time();
      assertThat(run.attempts(slow.name(), "stopped", false)).as("of the slow one").isNotEmpty();
      assertThat(run.wonByBackups()).as("backups that won").isNotEmpty();
    }
    Duration notBackedUp;
    try (TestCluster cluster = cluster("without", 3, "-Dcobnut.backup.tasks=false")) {
      NodeProcess slow = cluster.nodes().get(2);
      Run run = Run.of(cluster, input, folder.resolve("not-backed-up"), slow.pid());
      notBackedUp = run.time();
      assertThat(run.attempts(slow.name(), "succeeded", false)).isNotEmpty();
    }

    System.out.printf(
        "Two workers: %s; with a slow third: %s, without backups: %s%n",
        alone, backedUp, notBackedUp);
    assertThat(share(backedUp, alone)).isLessThanOrEqualTo(SHARE_MAX);
    assertThat(share(notBackedUp, alone)).isGreaterThan(SHARE_MAX);
  }

  private TestCluster cluster(String name, int size, String... options) throws Exception {
    TestCluster cluster = TestCluster.start(folder.resolve(name), size, options);
    PluginJars.write(folder.resolve(name).resolve("plugins/paced-count.jar"), PacedCount.class);
    return cluster;
  }

  private static double share(Duration time, Duration of) {
    return (double) time.toMillis() / of.toMillis();
  }

  /** One file of lines of the same length, so that each split of 64 KiB has as many. */
  private Path input() throws IOException {
    int lineBytes = (64 << 10) / LINES_OF_TASK;
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < TASKS * LINES_OF_TASK; line++) {
      String words = "w" + line % 97 + " v" + line % 13;
      text.append(words).append(" ".repeat(lineBytes - words.length() - 1)).append('\n');
    }
    return Files.writeString(folder.resolve("lines.txt"), text);
  }

  /** A job that succeeded, with the right bytes. */
  private record Run(JsonNode job, JsonNode tasks) {
    static Run of(TestCluster cluster, Path input, Path output, long slowPid) throws Exception {
      Map<String, String> parameters =
          Map.of(
              "line.ms",
              Integer.toString(TASK_MS / LINES_OF_TASK),
              "slow.pid",
              Long.toString(slowPid));
      String id =
          Submission.of(
              cluster,
              Map.of(
                  "job",
                  "paced-count",
                  "input",
                  List.of(input.toString()),
                  "output",
                  output.toString(),
                  "reducers",
                  REDUCERS,
                  "splitBytes",
                  64 << 10,
                  "parameters",
                  parameters));
      JsonNode job = cluster.awaitEnd(id);
      assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
      Map<String, String> unpaced = Map.of("line.ms", "0");
      Reference.assertSame(output, new PacedCount(), unpaced, input, REDUCERS);
      JsonNode tasks = cluster.api().get("/api/v1/jobs/" + id + "/tasks").body().path("items");
      return new Run(job, tasks);
    }

    Duration time() {
      return Duration.between(
          Instant.parse(job.path("startedAt").asText()),
          Instant.parse(job.path("endedAt").asText()));
    }

    List<JsonNode> attempts(String node, String state, boolean backup) {
      return attempts().stream()
          .filter(attempt -> attempt.path("node").asText().equals(node))
          .filter(attempt -> attempt.path("state").asText().equals(state))
          .filter(attempt -> attempt.path("backup").asBoolean() == backup)
          .toList();
    }

    List<JsonNode> wonByBackups() {
      return attempts().stream()
          .filter(attempt -> attempt.path("backup").asBoolean())
          .filter(attempt -> attempt.path("state").asText().equals("succeeded"))
          .toList();
    }

    private List<JsonNode> attempts() {
      List<JsonNode> attempts = new ArrayList<>();
      tasks.forEach(task -> task.path("attempts").forEach(attempts::add));
      return attempts;
    }
  }
}
