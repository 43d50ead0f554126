package dev.cobnut.app.node;

import com.hazelcast.config.Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The configuration of real members on loopback, for tests. */
final class SmallGrid {
  private static final int PORT_MIN = 12_000;
  private static final int PORT_MAX = 32_000;

  private SmallGrid() {}

  /** Of a member; its cluster is the one of the port at which its first member listens. */
  static Config config(int port, int first) throws Exception {
    Map<String, String> settings =
        Map.of(
            "cobnut.cluster.port", Integer.toString(port),
            "cobnut.cluster.members", "127.0.0.1:" + first,
            "cobnut.cluster.name", name(first));
    return HazelcastConfigs.of(
        dev.cobnut.runtime.config.Config.load(null, Map.of(), settings), Optional.empty());
  }

  static String name(int first) {
    return "grid-" + first;
  }

  /** Two ports that were free just now. */
  static int[] freePorts() throws IOException {
    return freePorts(2);
  }

  /**
   * Ports that were free just now, below those that the system gives to connections: one of these
   * may be taken before its member begins.
   */
  static int[] freePorts(int count) throws IOException {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        ports.add(free.getLocalPort());
      } catch (BindException taken) {
        // Another will do.
      }
    }
    return ports.stream().mapToInt(Integer::intValue).toArray();
  }
}
