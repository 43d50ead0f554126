package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Cobnut as three processes over loopback: a master alone and two workers of one slot each. They
 * are started anew for every run, before it, and stopped after it: a run is the {@code submit} of a
 * job and the waiting for its end. What the three use meanwhile counts, what they use to start
 * doesn't.
 */
final class ClusterContender implements Contender {
  /** A part of the output for each worker. */
  private static final String REDUCERS = "2";

  private final Script script;
  private final Path jar;

  /**
   * @param jar what a node is
   */
  ClusterContender(Script script, Path jar) {
    this.script = script;
    this.jar = jar;
  }

  @Override
  public String name() {
    return "cobnut-cluster";
  }

  @Override
  public boolean does(Workload workload) {
    return true;
  }

  @Override
  public Optional<String> missing() {
    return Contenders.missing(jar, "mvn package -DskipTests");
  }

  @Override
  public String shown(Workload workload) {
    return String.join(" ", command(workload, "PORT", "IN", "OUT"));
  }

  private List<String> command(Workload workload, String port, String in, String out) {
    List<String> command = script.command("submit");
    command.addAll(workload.job());
    if (!workload.job().contains("-r")) {
      command.addAll(List.of("-r", REDUCERS));
    }
    command.addAll(List.of("-i", in, "-o", out, "--wait", "-s", "http://127.0.0.1:" + port));
    return command;
  }

  @Override
  public Cost run(Workload workload, Path in, Path out, Meter meter)
      throws IOException, InterruptedException {
    List<String> node = script.java().command(script.options(), "-jar", jar.toString());
    try (LocalCluster cluster = LocalCluster.start(node, meter.folder(), LocalCluster.THREE)) {
      Path log = meter.folder().resolve(name() + "-" + workload.label() + ".log");
      return meter.measure(
          command(workload, String.valueOf(cluster.port()), in.toString(), out.toString()),
          log,
          cluster.pids());
    }
  }
}
