package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.NodeProcess;
import dev.cobnut.cluster.PluginJars;
import dev.cobnut.cluster.jobs.FaultCount;
import dev.cobnut.cluster.jobs.OtherFaultCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Plugins that change under a job. */
final class PluginFaultsIT {
  @Fault(row = 46)
  @Tag("faults")
  void jobKeepsTheJarThatItBeganWith(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(3);
    FaultJob job = FaultJob.submit(cluster, run.job().gated("map"));
    NodeProcess victim = cluster.node(2);
    job.awaitAtGate(victim);
    String before = job.document().path("plugin").path("sha256").asText();

    run.fire(
        "another jar under the same name",
        () -> {
          Path other = PluginJars.write(run.folder().resolve("other.jar"), OtherFaultCount.class);
          Files.move(
              other,
              cluster.folder().resolve("plugins/fault-count.jar"),
              StandardCopyOption.REPLACE_EXISTING);
        },
        () -> offered(cluster).size() == 1 && !offered(cluster).contains(before));
    // An attempt that begins after the change must run the old code, too.
    victim.kill();
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    FaultJob next = FaultJob.submit(cluster, run.job());
    run.endsFailed(cluster, next, "this is the other jar");
    run.sees("the job ended with the old jar, the next one ran the new jar");
  }

  /** The digests of what all nodes offer under the job's name. */
  private static List<String> offered(FaultCluster cluster)
      throws IOException, InterruptedException {
    List<String> digests = new ArrayList<>();
    for (NodeProcess node : cluster.alive()) {
      node.api().items("/api/v1/plugins").stream()
          .filter(plugin -> plugin.toString().contains("\"" + FaultCount.NAME + "\""))
          .map(plugin -> plugin.path("sha256").asText())
          .filter(digest -> !digests.contains(digest))
          .forEach(digests::add);
    }
    return digests;
  }
}
