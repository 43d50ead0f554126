package dev.cobnut.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several processes of the real jar on loopback, with a folder of their own. */
final class TestCluster implements AutoCloseable {
  /** For nodes that are added later. */
  private static final int SPARE_PORTS = 1;

  private final Path folder;
  private final List<Integer> clusterPorts;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<String> jvmOptions;

  private TestCluster(Path folder, List<Integer> clusterPorts, List<String> jvmOptions) {
    this.folder = folder;
    this.clusterPorts = clusterPorts;
    this.jvmOptions = jvmOptions;
  }

  /**
   * Starts nodes one after the other, so that the first is the oldest, and waits until all see each
   * other.
   */
  static TestCluster start(Path folder, int size, String... jvmOptions)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("plugins"));
    TestCluster cluster =
        new TestCluster(folder, FreePorts.of(size + SPARE_PORTS), List.of(jvmOptions));
    try {
      for (int index = 0; index < size; index++) {
        cluster.startNode(index);
        cluster.awaitMembers(index + 1);
      }
      return cluster;
    } catch (AssertionError failed) {
      String logs = cluster.logs();
      cluster.close();
      throw new AssertionError(failed.getMessage() + "\n" + logs, failed);
    }
  }

  /** Starts one more node, and waits until all see it; the ports of its cluster are known. */
  NodeProcess add() throws IOException, InterruptedException {
    startNode(nodes.size());
    awaitMembers(nodes.size());
    return nodes.get(nodes.size() - 1);
  }

  private void startNode(int index) throws IOException {
    int httpPort = FreePorts.of(1).get(0);
    String name = "node-" + (char) ('a' + index);
    String members =
        clusterPorts.stream()
            .map(port -> "\"127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(","));
    String conf =
        """
        {"node": {"name": "%s"},
         "data": {"dir": "%s"},
         "state": {"uri": "%s"},
         "plugins": {"dir": "%s"},
         "http": {"port": %d},
         "cluster": {"name": "%s", "members": [%s], "port": %d},
         "worker": {"slots": 2}}
        """
            .formatted(
                name,
                folder.resolve("data"),
                folder.resolve("state"),
                folder.resolve("plugins"),
                httpPort,
                name(),
                members,
                clusterPorts.get(index));
    nodes.add(
        NodeProcess.start(
            new NodeProcess.Launch(name, conf, List.of(), jvmOptions, new Api(httpPort)), folder));
  }

  private void awaitMembers(int size) throws InterruptedException {
    Await.until(
        size + " workers at the master",
        Duration.ofSeconds(60),
        () -> {
          NodeProcess newest = nodes.get(nodes.size() - 1);
          if (!newest.isAlive()) {
            throw new AssertionError(newest.name() + " has ended");
          }
          JsonNode workers = newest.api().get("/api/v1/workers").body();
          return workers.path("items").size() == size;
        });
  }

  /** The cluster's name in its configuration. */
  String name() {
    return "test-" + clusterPorts.get(0);
  }

  /** A port at which members are found. */
  int memberPort() {
    return clusterPorts.get(0);
  }

  /** A port for somebody else to join at. */
  int freePort() throws IOException {
    return FreePorts.of(1).get(0);
  }

  List<NodeProcess> nodes() {
    return nodes;
  }

  NodeProcess nodeOfPid(long pid) {
    return nodes.stream().filter(node -> node.pid() == pid).findFirst().orElseThrow();
  }

  NodeProcess nodeNamed(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  /** The API of a node that lives. */
  Api api() {
    return nodes.stream().filter(NodeProcess::isAlive).findFirst().orElseThrow().api();
  }

  /** Waits until the job has ended; where it doesn't, the error holds what the nodes said. */
  JsonNode awaitEnd(String id) throws IOException, InterruptedException {
    try {
      return api().awaitEnd(id);
    } catch (AssertionError never) {
      throw new AssertionError(never.getMessage() + "\n" + logs(), never);
    }
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (NodeProcess node : nodes) {
      logs.append("--- ").append(node.name()).append('\n').append(node.log()).append('\n');
    }
    return logs.toString();
  }

  /** Ports that nobody listens on at this moment. */
  @Override
  public void close() {
    for (NodeProcess node : nodes) {
      node.close();
    }
  }
}
