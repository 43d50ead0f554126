package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cobnut's processes over loopback, in a folder of their own, which goes when they end. */
final class LocalCluster implements AutoCloseable {
  /** The roles of a master alone and two workers. */
  static final List<List<String>> THREE =
      List.of(List.of("master"), List.of("worker"), List.of("worker"));

  /** The roles of a process that is the whole cluster. */
  static final List<List<String>> ALONE = List.of(List.of("master", "worker"));

  private static final long REST_LOOK_MS = 500;
  private static final int REST_LOOKS_MAX = 120;

  /** Processes that take no more between two looks are at rest: a tenth of a processor. */
  private static final double REST_CPU_SECONDS = 0.05;

  private final Path folder;
  private final int port;
  private final List<CobnutNode> nodes = new ArrayList<>();

  private LocalCluster(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts the processes, and waits until the master knows all workers.
   *
   * @param command of a node, to be gone on with
   * @param scratch where its folder is made
   * @param roles of each process; the first answers
   */
  static LocalCluster start(List<String> command, Path scratch, List<List<String>> roles)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "cluster");
    List<Integer> ports = freePorts(2 * roles.size());
    LocalCluster cluster = new LocalCluster(folder, ports.get(roles.size()));
    try {
      for (int i = 0; i < roles.size(); i++) {
        List<Integer> clusterPorts = ports.subList(0, roles.size());
        int httpPort = ports.get(roles.size() + i);
        String conf = CobnutNode.conf(roles.get(i), i, folder, clusterPorts, httpPort);
        cluster.nodes.add(CobnutNode.start(command, conf, folder, "node" + i));
      }
      int workers = (int) roles.stream().filter(its -> its.contains("worker")).count();
      CobnutNode.awaitWorkers(cluster.port, workers, cluster.nodes);
      return cluster;
    } catch (IOException | InterruptedException failed) {
      cluster.close();
      throw failed;
    }
  }

  /** Where the first process answers HTTP. */
  int port() {
    return port;
  }

  List<Long> pids() {
    return nodes.stream().map(CobnutNode::pid).toList();
  }

  /**
   * Waits until the processes are at rest: a JVM goes on for some seconds to compile what it has
   * done to start.
   *
   * @throws IOException where they aren't within a minute
   */
  void awaitRest() throws IOException, InterruptedException {
    double before = Account.of(pids()).cpuSeconds();
    for (int look = 0; look < REST_LOOKS_MAX; look++) {
      Thread.sleep(REST_LOOK_MS);
      double now = Account.of(pids()).cpuSeconds();
      if (now - before <= REST_CPU_SECONDS) {
        return;
      }
      before = now;
    }
    throw new IOException("the nodes don't come to rest (expected: within a minute)");
  }

  @Override
  public void close() throws IOException {
    for (CobnutNode node : nodes) {
      node.stop();
    }
    Folders.delete(folder);
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
