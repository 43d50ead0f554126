package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is drained gets no tasks, also from a master that never heard of it. */
@Timeout(240)
final class DrainIT {
  @TempDir Path folder;

  @Test
  void drainedWorkerIsGivenNothingByTheNextMasterEither() throws Exception {
    Path input = Texts.write(folder.resolve("input"), 12, 2_000);
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 3)) {
      NodeProcess master = cluster.nodes().get(0);
      NodeProcess drained = cluster.nodes().get(2);
      assertThat(masterNode(cluster)).isEqualTo(master.name());
      String worker = worker(cluster, drained).path("id").asText();
      assertThat(cluster.api().post("/api/v1/workers/" + worker + "/drain", Map.of()).status())
          .isEqualTo(202);
      awaitDraining(cluster, drained);
      assertNothingRunsOn(drained, run(cluster, input, "before"), cluster);

      master.kill();

      Await.until(
          "another master",
          Duration.ofSeconds(60),
          () -> !masterNode(cluster).equals(master.name()));
      awaitDraining(cluster, drained);
      assertNothingRunsOn(drained, run(cluster, input, "after"), cluster);
    }
  }

  private String run(TestCluster cluster, Path input, String output) throws Exception {
    String id =
        Submission.of(
            cluster,
            Map.of(
                "job",
                "wordcount",
                "input",
                List.of(input.toString()),
                "output",
                folder.resolve(output).toString(),
                "splitBytes",
                64 << 10));
    JsonNode job = cluster.awaitEnd(id);
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
    return id;
  }

  private static void assertNothingRunsOn(NodeProcess node, String job, TestCluster cluster)
      throws Exception {
    List<JsonNode> tasks = cluster.api().items("/api/v1/jobs/" + job + "/tasks?limit=1000");
    assertThat(tasks).hasSizeGreaterThan(10);
    for (JsonNode task : tasks) {
      assertThat(task.path("attempts")).isNotEmpty();
      task.path("attempts")
          .forEach(attempt -> assertThat(attempt.path("node").asText()).isNotEqualTo(node.name()));
    }
  }

  private static void awaitDraining(TestCluster cluster, NodeProcess node) throws Exception {
    Await.until(
        node.name() + " draining",
        Duration.ofSeconds(60),
        () -> worker(cluster, node).path("state").asText().equals("draining"));
  }

  private static JsonNode worker(TestCluster cluster, NodeProcess node)
      throws IOException, InterruptedException {
    return cluster.api().items("/api/v1/workers").stream()
        .filter(worker -> worker.path("node").asText().equals(node.name()))
        .findFirst()
        .orElseThrow(() -> new IOException(node.name() + " isn't known yet"));
  }

  private static String masterNode(TestCluster cluster) throws IOException, InterruptedException {
    return cluster.api().get("/api/v1/cluster").body().path("master").path("node").asText();
  }
}
