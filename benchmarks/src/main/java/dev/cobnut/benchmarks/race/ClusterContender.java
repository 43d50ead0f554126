package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Cobnut as three processes over loopback: a master alone and two workers of one slot each. They
 * are started anew for every run, before it, and stopped after it: a run is the {@code submit} of a
 * job and the waiting for its end. What the three use meanwhile counts, what they use to start
 * doesn't; nor, where they are warm, a first job of the same kind.
 */
final class ClusterContender implements Contender {
  /** A part of the output for each worker. */
  private static final String REDUCERS = "2";

  private final Script script;
  private final Path jar;
  private final boolean isWarm;

  /**
   * @param jar what a node is
   * @param isWarm whether the processes have done the job before
   */
  ClusterContender(Script script, Path jar, boolean isWarm) {
    this.script = script;
    this.jar = jar;
    this.isWarm = isWarm;
  }

  @Override
  public String name() {
    return isWarm ? "cobnut-cluster-warm" : "cobnut-cluster";
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
    try (LocalCluster cluster =
        LocalCluster.start(script.command(), meter.folder(), LocalCluster.THREE)) {
      cluster.awaitRest();
      String port = String.valueOf(cluster.port());
      if (isWarm) {
        Path first = meter.folder().resolve("tmp/first");
        Commands.run(command(workload, port, in.toString(), first.toString()));
        Folders.delete(first);
        Commands.run(List.of("sync"));
      }
      return meter.measure(
          command(workload, port, in.toString(), out.toString()),
          meter.folder().resolve(name() + "-" + workload.label() + ".log"),
          cluster.pids());
    }
  }
}
