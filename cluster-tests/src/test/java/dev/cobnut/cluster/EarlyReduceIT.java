package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.jobs.GatedCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers with one slot each fetch for reduces while the slot runs maps. */
@Timeout(240)
final class EarlyReduceIT {
  private static final int REDUCERS = 4;

  @TempDir Path folder;

  @Test
  void reducesAreInProgressWhileMapsHaveAllSlots() throws Exception {
    Path input = Texts.write(folder.resolve("input"), 4, 3_000);
    Path gate = Files.createDirectories(folder.resolve("gate"));
    Path output = folder.resolve("out");
    Map<String, String> parameters = Map.of("gate", gate.toString(), "phase", "map");
    try (TestCluster cluster =
        TestCluster.start(folder.resolve("cluster"), 2, "-Dcobnut.worker.slots=1")) {
      PluginJars.write(folder.resolve("cluster/plugins/gated-count.jar"), GatedCount.class);
      String id =
          Submission.of(
              cluster,
              Map.of(
                  "job",
                  "gated-count",
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
      awaitMarks(cluster, gate);

      JsonNode job =
          Await.value(
              "reduces that run beside maps",
              Duration.ofSeconds(30),
              () -> {
                JsonNode now = cluster.api().job(id);
                return running(now, "map") == 2 && running(now, "reduce") == 2 ? now : null;
              });
      assertThat(job.path("progress").path("map").path("total").asInt()).isGreaterThan(2);
      assertThat(job.path("progress").path("map").path("completed").asInt()).isZero();

      Files.writeString(gate.resolve("open"), "");
      JsonNode ended = cluster.awaitEnd(id);
      assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
      assertThat(ended.path("progress").path("map").path("failed").asInt()).isZero();
      assertThat(ended.path("progress").path("reduce").path("failed").asInt()).isZero();
      Reference.assertSame(output, new GatedCount(), parameters, input, REDUCERS);
    }
  }

  /** Both workers have a map at the gate, so that all slots are taken. */
  private static void awaitMarks(TestCluster cluster, Path gate) throws Exception {
    for (NodeProcess node : cluster.nodes()) {
      Path mark = gate.resolve("at-" + node.pid());
      Await.until("a map on " + node.name(), Duration.ofSeconds(60), () -> Files.exists(mark));
    }
  }

  private static int running(JsonNode job, String kind) {
    return job.path("progress").path(kind).path("running").asInt();
  }
}
