package dev.cobnut.app.node;

import dev.cobnut.runtime.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The ports that a node listens at, tried before it starts: so one that is taken is told in one
 * line, before anything has joined a cluster.
 */
final class NodePorts {
  private NodePorts() {}

  /**
   * Binds each port that isn't 0, and frees it again.
   *
   * @throws StartException that names the first that can't be bound
   */
  static void check(Config config, boolean clustered) throws StartException {
    check("http.port", config.http().host(), config.http().port());
    if (clustered) {
      check("cluster.port", config.cluster().host(), config.cluster().port());
      check("bus.port", config.cluster().host(), config.busPort());
    }
    check("shuffle.port", config.cluster().host(), config.shuffle().port());
  }

  private static void check(String key, String host, int port) throws StartException {
    try {
      new ServerSocket(port, 1, InetAddress.getByName(host)).close();
    } catch (IOException e) {
      throw new StartException(
          key
              + ": "
              + port
              + " at "
              + host
              + ": "
              + e.getMessage()
              + " (expected: a port that nobody listens at)");
    }
  }
}
