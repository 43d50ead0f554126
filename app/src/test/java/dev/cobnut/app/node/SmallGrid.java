package dev.cobnut.app.node;

import com.hazelcast.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of real members on loopback, for tests. */
final class SmallGrid {
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

  /** Ports that were free just now. */
  static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int index = 0; index < count; index++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
