package dev.cobnut.cluster.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for each node, joined by a bridge in one more. The addresses are of 127/8, though they
 * sit on links that can be cut: so nodes that listen on loopback alone can talk over it, and nobody
 * else can listen in.
 *
 * <pre>
 *   node-a [127.9.0.2 eth0]---+
 *   node-b [127.9.0.3 eth0]---+--- bridge
 *   node-c [127.9.0.4 eth0]---+
 * </pre>
 */
final class NetworkLab implements AutoCloseable {
  private static final int FIRST = 2;
  private static final String LINK = "eth0";

  private final String prefix = "cobnut-" + ProcessHandle.current().pid() + "-";
  private final List<FaultCluster.Plan> plans = new ArrayList<>();
  private final List<String> namespaces = new ArrayList<>();

  private NetworkLab() {}

  /** Makes the networks. */
  static NetworkLab of(int nodes) throws IOException, InterruptedException {
    Rights.NETWORK.require();
    NetworkLab lab = new NetworkLab();
    try {
      lab.add(lab.hub());
      Shell.run("ip", "-n", lab.hub(), "link", "add", "br0", "type", "bridge");
      Shell.run("ip", "-n", lab.hub(), "link", "set", "br0", "up");
      for (int index = 0; index < nodes; index++) {
        lab.addNode(index);
      }
      return lab;
    } catch (IOException | InterruptedException e) {
      lab.close();
      throw e;
    }
  }

  private String hub() {
    return prefix + "hub";
  }

  private void add(String namespace) throws IOException, InterruptedException {
    Shell.run("ip", "netns", "add", namespace);
    namespaces.add(namespace);
  }

  private void addNode(int index) throws IOException, InterruptedException {
    FaultCluster.Plan plan = FaultCluster.Plan.of(index);
    String namespace = prefix + plan.name();
    add(namespace);
    Shell.run(
        "ip",
        "-n",
        hub(),
        "link",
        "add",
        plan.name(),
        "type",
        "veth",
        "peer",
        "name",
        LINK,
        "netns",
        namespace);
    Shell.run("ip", "-n", hub(), "link", "set", plan.name(), "master", "br0", "up");
    // Addresses of 127/8 are let out of the machine that way alone.
    in(namespace, "sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1");
    Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
    Shell.run("ip", "-n", namespace, "addr", "del", "127.0.0.1/8", "dev", "lo");
    Shell.run("ip", "-n", namespace, "addr", "add", "127.0.0.1/32", "dev", "lo");
    Shell.run("ip", "-n", namespace, "addr", "add", host(index) + "/24", "dev", LINK);
    Shell.run("ip", "-n", namespace, "link", "set", LINK, "up");
    List<String> enter = List.of("ip", "netns", "exec", namespace);
    plans.add(new FaultCluster.Plan(plan.name(), host(index), enter, enter, List.of()));
  }

  private static String in(String namespace, String... command)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(List.of(command));
    return Shell.run(whole.toArray(String[]::new));
  }

  /** How the nodes are started, each in its network. */
  List<FaultCluster.Plan> plans() {
    return List.copyOf(plans);
  }

  static String host(int node) {
    return "127.9.0." + (FIRST + node);
  }

  private String namespace(int node) {
    return namespaces.get(node + 1);
  }

  /** Cuts a node off from all others. */
  void cut(int node) throws IOException, InterruptedException {
    Shell.run("ip", "-n", hub(), "link", "set", plans.get(node).name(), "down");
  }

  /** Joins a node to the others again. */
  void join(int node) throws IOException, InterruptedException {
    Shell.run("ip", "-n", hub(), "link", "set", plans.get(node).name(), "up");
  }

  /** Drops what one node sends to another. */
  void block(int from, int to) throws IOException, InterruptedException {
    Shell.run("ip", "-n", namespace(from), "rule", "add", "to", host(to), "blackhole");
  }

  /** Lets what one node sends to another through again. */
  void unblock(int from, int to) throws IOException, InterruptedException {
    Shell.run("ip", "-n", namespace(from), "rule", "del", "to", host(to), "blackhole");
  }

  /** Drops what one node sends to one port of another. */
  void block(int from, int to, int port) throws IOException, InterruptedException {
    Shell.run(
        "ip",
        "-n",
        namespace(from),
        "rule",
        "add",
        "to",
        host(to),
        "ipproto",
        "tcp",
        "dport",
        Integer.toString(port),
        "blackhole");
  }

  /** Makes what a node sends slow. */
  void slow(int node, String rate) throws IOException, InterruptedException {
    Rights.SLOW_LINK.require();
    Shell.run(
        "tc",
        "-n",
        namespace(node),
        "qdisc",
        "add",
        "dev",
        LINK,
        "root",
        "tbf",
        "rate",
        rate,
        "burst",
        "16k",
        "latency",
        "2s");
  }

  /** How many bytes a node has sent over its link. */
  long sentBytes(int node) throws IOException, InterruptedException {
    return Long.parseLong(
        in(namespace(node), "cat", "/sys/class/net/" + LINK + "/statistics/tx_bytes").strip());
  }

  /** Whether the limit of {@link #slow} is in force. */
  boolean isSlow(int node) throws IOException, InterruptedException {
    return Shell.run("tc", "-n", namespace(node), "qdisc", "show", "dev", LINK).contains("tbf");
  }

  /** Whether a packet from one node is answered by another: any answer will do, a refusal too. */
  boolean reaches(int from, int to, int port) throws IOException, InterruptedException {
    Shell.Result result = connect(from, to, port);
    return result.exit() == 0 || result.text().contains("refused");
  }

  /** Whether a connection from one node to a port of another can be made. */
  boolean connects(int from, int to, int port) throws IOException, InterruptedException {
    return connect(from, to, port).exit() == 0;
  }

  private Shell.Result connect(int from, int to, int port)
      throws IOException, InterruptedException {
    String test = "exec 3<>/dev/tcp/" + host(to) + "/" + port;
    return Shell.tryRun(
        List.of("ip", "netns", "exec", namespace(from), "timeout", "2", "bash", "-c", test));
  }

  @Override
  public void close() throws IOException {
    try {
      for (String namespace : namespaces) {
        Shell.run("ip", "netns", "del", namespace);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted (expected: the end of " + namespaces + ")");
    }
  }
}
