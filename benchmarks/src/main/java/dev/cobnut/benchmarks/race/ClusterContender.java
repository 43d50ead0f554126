package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cobnut as three processes over loopback: a master alone and two workers of one slot each. They
 * are started anew for every run, before it, and stopped after it: a run is the {@code submit} of a
 * job and the waiting for its end. What the three use meanwhile counts, what they use to start
 * doesn't.
 */
final class ClusterContender implements Contender {
  private static final int WORKERS = 2;

  private final Java java;
  private final Path jar;
  private final List<String> options;

  ClusterContender(Java java, Path jar, List<String> options) {
    this.java = java;
    this.jar = jar;
    this.options = List.copyOf(options);
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
    List<String> command = java.command(options, "-jar", jar.toString(), "submit");
    command.addAll(workload.job());
    if (!workload.job().contains("-r")) {
      command.addAll(List.of("-r", String.valueOf(WORKERS)));
    }
    command.addAll(List.of("-i", in, "-o", out, "--wait", "-s", "http://127.0.0.1:" + port));
    return command;
  }

  @Override
  public Cost run(Workload workload, Path in, Path out, Meter meter)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(meter.folder(), "cluster");
    List<Integer> ports = freePorts(2 * (WORKERS + 1));
    List<CobnutNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i <= WORKERS; i++) {
        String role = i == 0 ? "master" : "worker";
        List<Integer> clusterPorts = ports.subList(0, WORKERS + 1);
        String conf = CobnutNode.conf(role, i, folder, clusterPorts, ports.get(WORKERS + 1 + i));
        List<String> command = java.command(options, "-jar", jar.toString());
        nodes.add(CobnutNode.start(command, conf, folder, role + i));
      }
      int port = ports.get(WORKERS + 1);
      CobnutNode.awaitWorkers(port, WORKERS, nodes);
      Path log = meter.folder().resolve(name() + "-" + workload.label() + ".log");
      return meter.measure(
          command(workload, String.valueOf(port), in.toString(), out.toString()),
          log,
          nodes.stream().map(CobnutNode::pid).toList());
    } finally {
      for (CobnutNode node : nodes) {
        node.stop();
      }
      Folders.delete(folder);
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
