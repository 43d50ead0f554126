package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.jobs.GatedCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The acting master dies by kill -9 while tasks run. A standby goes on with the job. */
@Timeout(240)
final class MasterDeathIT {
  private static final int REDUCERS = 4;

  @TempDir Path folder;

  @Test
  void standbyMasterEndsTheJobWithTheSameBytes() throws Exception {
    Path input = Texts.write(folder.resolve("input"), 12, 2_000);
    Path gate = Files.createDirectories(folder.resolve("gate"));
    Path output = folder.resolve("out");
    Map<String, String> parameters = Map.of("gate", gate.toString(), "phase", "map");
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 3)) {
      PluginJars.write(folder.resolve("cluster/plugins/gated-count.jar"), GatedCount.class);
      String id = Submission.gated(cluster, input, output, REDUCERS, parameters);
      NodeProcess master = cluster.nodeNamed(masterNode(cluster));
      long termBefore = term(cluster);
      Path mark = gate.resolve("at-" + master.pid());
      Await.until("a task on the master's node", Duration.ofSeconds(60), () -> Files.exists(mark));

      master.kill();
      Files.writeString(gate.resolve("open"), "");
      JsonNode job = cluster.awaitEnd(id);

      assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
      assertThat(masterNode(cluster)).isNotEqualTo(master.name());
      assertThat(term(cluster)).isGreaterThan(termBefore);
      Reference.assertSame(output, new GatedCount(), parameters, input, REDUCERS);
    }
  }

  private static String masterNode(TestCluster cluster) throws Exception {
    return cluster.api().get("/api/v1/cluster").body().path("master").path("node").asText();
  }

  private static long term(TestCluster cluster) throws Exception {
    return cluster.api().get("/api/v1/cluster").body().path("master").path("term").asLong();
  }
}
