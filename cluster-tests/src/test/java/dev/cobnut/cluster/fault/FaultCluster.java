package dev.cobnut.cluster.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.FreePorts;
import dev.cobnut.cluster.NodeProcess;
import dev.cobnut.cluster.PluginJars;
import dev.cobnut.cluster.jobs.FaultCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Processes of the real jar that share a folder, each started in a way of its own, and started
 * again at will. The first to start is the oldest.
 */
final class FaultCluster implements AutoCloseable {
  static final int SLOTS = 2;

  private static final Duration START = Duration.ofMinutes(2);

  /** Small, and quick to start: what is measured here is not speed. */
  private static final List<String> JVM =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path folder;
  private final Path disk;
  private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
  private final List<NodeProcess> ended = new CopyOnWriteArrayList<>();

  private FaultCluster(Path folder, Path disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * How one node is started.
   *
   * @param host its address
   * @param prefix of its command
   * @param enter what lets a command reach its address; empty where it is reached from here
   * @param options of its JVM; settings among them, as {@code -Dcobnut.worker.slots=1}
   */
  record Plan(
      String name, String host, List<String> prefix, List<String> enter, List<String> options) {
    Plan {
      prefix = List.copyOf(prefix);
      enter = List.copyOf(enter);
      options = List.copyOf(options);
    }

    /** A node on loopback, with nothing special about it. */
    static Plan of(int index) {
      return new Plan("node-" + (char) ('a' + index), "127.0.0.1", List.of(), List.of(), List.of());
    }

    Plan inside(String... command) {
      List<String> both = new ArrayList<>(prefix);
      both.addAll(List.of(command));
      return new Plan(name, host, both, enter, options);
    }

    Plan with(String... more) {
      List<String> both = new ArrayList<>(options);
      both.addAll(List.of(more));
      return new Plan(name, host, prefix, enter, both);
    }
  }

  /** Plans for nodes on loopback. */
  static List<Plan> plans(int size, String... options) {
    return IntStream.range(0, size).mapToObj(index -> Plan.of(index).with(options)).toList();
  }

  /**
   * Starts the first node, then the others, and waits until the master knows them all.
   *
   * @param folder of plugins, configurations and logs
   * @param disk where nodes write; may be the folder
   */
  static FaultCluster start(Path folder, Path disk, List<Plan> plans)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("plugins"));
    PluginJars.write(folder.resolve("plugins/fault-count.jar"), FaultCount.class);
    FaultCluster cluster = new FaultCluster(folder, disk);
    List<Integer> ports = FreePorts.of(2 * plans.size());
    String members =
        IntStream.range(0, plans.size())
            .mapToObj(index -> plans.get(index).host() + ":" + ports.get(index))
            .collect(Collectors.joining("\",\"", "\"", "\""));
    try {
      for (int index = 0; index < plans.size(); index++) {
        Plan plan = plans.get(index);
        int httpPort = ports.get(plans.size() + index);
        String conf = cluster.conf(plan, httpPort, members, ports.get(index));
        List<String> options = new ArrayList<>(JVM);
        options.addAll(plan.options());
        cluster.nodes.add(
            NodeProcess.start(
                new NodeProcess.Launch(
                    plan.name(), conf, plan.prefix(), options, new Api(httpPort, plan.enter())),
                folder));
        if (index == 0) {
          cluster.awaitWorkers(1);
        }
      }
      cluster.awaitWorkers(plans.size());
      return cluster;
    } catch (AssertionError failed) {
      String logs = cluster.logs();
      cluster.close();
      throw new AssertionError(failed.getMessage() + "\n" + logs, failed);
    }
  }

  private String conf(Plan plan, int httpPort, String members, int port) {
    return """
        {"node": {"name": "%s"},
         "data": {"dir": "%s"},
         "state": {"uri": "%s"},
         "plugins": {"dir": "%s"},
         "http": {"port": %d},
         "cluster": {"name": "%s", "members": [%s], "port": %d, "host": "%s"},
         "shuffle": {"neighbours": false},
         "worker": {"slots": %d}}
        """
        .formatted(
            plan.name(),
            disk.resolve("data"),
            disk.resolve("state"),
            folder.resolve("plugins"),
            httpPort,
            "fault-" + ProcessHandle.current().pid() + "-" + folder.getFileName(),
            members,
            port,
            plan.host(),
            SLOTS);
  }

  /** Waits until the acting master has as many workers that it counts on. */
  void awaitWorkers(int count) throws InterruptedException {
    Await.until(count + " workers at the master", START, () -> workers() == count);
  }

  /** How many workers the acting master counts on. */
  long workers() throws IOException, InterruptedException {
    for (NodeProcess node : nodes) {
      if (!node.isAlive() && node.exit() != KILLED) {
        throw new AssertionError(node.name() + " ended with " + node.exit() + "\n" + node.log());
      }
    }
    return api().items("/api/v1/workers").stream()
        .filter(worker -> !worker.path("state").asText().equals("silent"))
        .count();
  }

  /** What a process ends with that is killed, or halts at a crash point. */
  static final int KILLED = 137;

  Path folder() {
    return folder;
  }

  /** Where a node that isn't told otherwise keeps the files of jobs. */
  Path jobFiles(NodeProcess node) {
    return disk.resolve("data").resolve(node.name()).resolve("jobs");
  }

  List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  NodeProcess node(int index) {
    return nodes.get(index);
  }

  List<NodeProcess> alive() {
    return nodes.stream().filter(NodeProcess::isAlive).toList();
  }

  /** The API of the first node that lives and isn't stopped. */
  Api api() throws IOException {
    for (NodeProcess node : nodes) {
      if (node.isAlive() && !node.isPaused()) {
        return node.api();
      }
    }
    throw new IOException("no node lives");
  }

  /** The acting master's term and node, as some node has heard. */
  JsonNode master() throws IOException, InterruptedException {
    return master(api());
  }

  static JsonNode master(Api api) throws IOException, InterruptedException {
    return api.get("/api/v1/cluster").body().path("master");
  }

  /** The node that acts as master now. */
  NodeProcess actingNode() throws InterruptedException {
    return Await.value(
        "an acting master",
        START,
        () -> {
          String name = master().path("node").asText();
          return nodes.stream()
              .filter(node -> node.name().equals(name) && node.isAlive())
              .findFirst()
              .orElse(null);
        });
  }

  /** The node that joined last, as the acting master says. */
  NodeProcess youngest() throws IOException, InterruptedException {
    JsonNode members = actingNode().api().get("/api/v1/cluster").body().path("members");
    String name = members.path(members.size() - 1).path("node").asText();
    return alive().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  /** A node that doesn't act as master. */
  NodeProcess idleNode() throws InterruptedException {
    NodeProcess acting = actingNode();
    return alive().stream().filter(node -> node.pid() != acting.pid()).findFirst().orElseThrow();
  }

  /** Waits until another node acts than the one given, as any node but that one says. */
  NodeProcess awaitMasterOtherThan(NodeProcess old) throws InterruptedException {
    return Await.value(
        "another master than " + old.name(),
        START,
        () -> {
          for (NodeProcess node : alive()) {
            if (node.pid() != old.pid() && !node.isPaused()) {
              String name = master(node.api()).path("node").asText();
              return name.equals(old.name()) || name.isEmpty()
                  ? null
                  : nodes.stream().filter(each -> each.name().equals(name)).findFirst().get();
            }
          }
          return null;
        });
  }

  /** Starts all nodes again, which have ended. */
  void restartAll() throws IOException, InterruptedException {
    for (NodeProcess node : nodes()) {
      restart(node);
    }
    awaitWorkers(nodes.size());
  }

  /** Kills all that live. */
  void killAll() {
    // At once, so that nobody has time to act on another's death.
    alive().forEach(node -> node.handle().destroyForcibly());
    nodes.forEach(NodeProcess::exit);
  }

  /** Starts an ended node again, as it was started before; returns before it is ready. */
  NodeProcess restart(NodeProcess old) throws IOException {
    return restart(old, old.launch().jvmOptions());
  }

  NodeProcess restart(NodeProcess old, List<String> options) throws IOException {
    old.exit();
    NodeProcess.Launch launch = old.launch();
    NodeProcess again =
        NodeProcess.start(
            new NodeProcess.Launch(
                launch.name(), launch.conf(), launch.prefix(), options, launch.api()),
            folder);
    nodes.set(nodes.indexOf(old), again);
    ended.add(old);
    return again;
  }

  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (NodeProcess node : nodes) {
      logs.append("--- ").append(node.name()).append('\n').append(node.log()).append('\n');
    }
    return logs.toString();
  }

  /** Processes that were started for it and live, children of its nodes among them. */
  List<ProcessHandle> processes() {
    return Stream.concat(nodes.stream(), ended.stream())
        .map(NodeProcess::handle)
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  @Override
  public void close() {
    for (NodeProcess node : nodes) {
      node.close();
    }
  }
}
