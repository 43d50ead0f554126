package dev.cobnut.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for nodes to listen at, below those that the system gives to whoever asks for any: one of
 * these may go to a connection before the node has begun.
 */
public final class FreePorts {
  private static final int MIN = 12_000;
  private static final int MAX = 32_000;

  private FreePorts() {}

  /** Ports that nobody listens at in this moment. */
  public static List<Integer> of(int count) throws IOException {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        ports.add(free.getLocalPort());
      } catch (BindException taken) {
        // Another will do.
      }
    }
    return List.copyOf(ports);
  }
}
