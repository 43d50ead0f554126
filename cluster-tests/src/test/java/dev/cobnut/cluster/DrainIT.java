package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.jobs.GatedCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  @Test
  void drainWaitsForReducesThatReadThereSoThatNothingRunsAgain() throws Exception {
    Path input = Texts.write(folder.resolve("input"), 12, 2_000);
    Path gate = Files.createDirectories(folder.resolve("gate"));
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 2)) {
      NodeProcess drained = cluster.nodes().get(1);
      PluginJars.write(folder.resolve("cluster/plugins/gated-count.jar"), GatedCount.class);
      String job = submitGated(cluster, input, gate);
      Await.until(
          "a reduce at the gate, all maps done",
          Duration.ofSeconds(60),
          () -> cluster.nodes().stream().anyMatch(node -> has(gate, "at-", node)));
      assertThat(has(gate, "mapped-", drained)).isTrue();

      CompletableFuture<Cli.Result> drain =
          CompletableFuture.supplyAsync(() -> drain(cluster, drained));
      awaitDraining(cluster, drained);
      Files.writeString(gate.resolve("open"), "");

      Cli.Result result = drain.get(120, TimeUnit.SECONDS);
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.out()).endsWith(": drained; it may be stopped\n");
      drained.stop();
      JsonNode ended = cluster.awaitEnd(job);
      assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
      for (JsonNode task : cluster.api().items("/api/v1/jobs/" + job + "/tasks?limit=1000")) {
        assertThat(task.path("attempts")).as(task.toString()).hasSize(1);
      }
    }
  }

  private String submitGated(TestCluster cluster, Path input, Path gate) throws Exception {
    return Submission.of(
        cluster,
        Map.of(
            "job",
            "gated-count",
            "input",
            List.of(input.toString()),
            "output",
            folder.resolve("gated").toString(),
            "splitBytes",
            64 << 10,
            "parameters",
            Map.of("gate", gate.toString(), "phase", "reduce")));
  }

  private static boolean has(Path gate, String mark, NodeProcess node) {
    return Files.exists(gate.resolve(mark + node.pid()));
  }

  private Cli.Result drain(TestCluster cluster, NodeProcess node) {
    try {
      String worker = worker(cluster, node).path("id").asText();
      String server = cluster.nodes().get(0).api().url();
      return Cli.cobnut(folder, "drain", worker, "--wait", "--server", server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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
