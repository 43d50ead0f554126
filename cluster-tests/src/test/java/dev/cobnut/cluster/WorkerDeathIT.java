package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.jobs.GatedCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three workers dies by kill -9 while it runs a task. The job ends as if nothing had been.
 */
@Timeout(240)
final class WorkerDeathIT {
  private static final int REDUCERS = 6;

  @TempDir Path folder;

  @Test
  void jobEndsWithTheSameBytesWhenAWorkerDiesInTheMapPhase() throws Exception {
    killARunningTask("map");
  }

  @Test
  void jobEndsWithTheSameBytesWhenAWorkerDiesInTheReducePhase() throws Exception {
    killARunningTask("reduce");
  }

  private void killARunningTask(String phase) throws Exception {
    Path input = Texts.write(folder.resolve("input"), 12, 2_000);
    Path gate = Files.createDirectories(folder.resolve("gate"));
    Path output = folder.resolve("out");
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 3)) {
      PluginJars.write(folder.resolve("cluster/plugins/gated-count.jar"), GatedCount.class);
      Map<String, String> parameters = Map.of("gate", gate.toString(), "phase", phase);
      String id = Submission.gated(cluster, input, output, REDUCERS, parameters);
      NodeProcess victim = cluster.nodes().get(2);
      Path mark = gate.resolve("at-" + victim.pid());
      Await.until("a task on " + victim.name(), Duration.ofSeconds(60), () -> Files.exists(mark));

      victim.kill();
      Files.writeString(gate.resolve("open"), "");
      JsonNode job = cluster.awaitEnd(id);

      assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
      assertThat(lostAttempts(cluster, id, victim.name())).isNotEmpty();
      Reference.assertSame(output, new GatedCount(), parameters, input, REDUCERS);
      assertThat(output.resolve("_cobnut")).doesNotExist();
    }
  }

  /** The attempts that the dead node ran and took with it. */
  private static List<JsonNode> lostAttempts(TestCluster cluster, String id, String node)
      throws IOException, InterruptedException {
    JsonNode tasks = cluster.api().get("/api/v1/jobs/" + id + "/tasks").body().path("items");
    return Stream.iterate(0, index -> index + 1)
        .limit(tasks.size())
        .flatMap(index -> stream(tasks.get(index).path("attempts")))
        .filter(attempt -> attempt.path("node").asText().equals(node))
        .filter(attempt -> attempt.path("state").asText().equals("lost"))
        .toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return Stream.iterate(0, index -> index + 1).limit(array.size()).map(array::get);
  }
}
