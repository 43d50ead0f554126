package dev.cobnut.runtime.checkpoint;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Hazelcast members in this process, on loopback, that find each other. */
final class TestGrid implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  private final int backups;
  private final int quorum;
  private final List<Integer> ports;
  private final List<HazelcastInstance> members = new ArrayList<>();

  /**
   * A grid without members.
   *
   * @param backups of each map
   * @param quorum members without which the maps refuse all; 0: none
   */
  TestGrid(int backups, int quorum) throws IOException {
    this.backups = backups;
    this.quorum = quorum;
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports = List.of(first.getLocalPort(), second.getLocalPort());
    }
  }

  /** Starts a member, at most two in all. */
  HazelcastInstance start() {
    Config config = new Config();
    config.setClusterName("checkpoint-" + ports.get(0));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "false");
    var network = config.getNetworkConfig();
    network.setPort(ports.get(members.size())).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true);
    ports.forEach(port -> network.getJoin().getTcpIpConfig().addMember("127.0.0.1:" + port));
    config.getJetConfig().setEnabled(false);
    if (quorum > 0) {
      config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig("quorum", true, quorum));
    }
    for (String map : MapNames.all()) {
      MapConfig each = new MapConfig(map).setBackupCount(backups);
      config.addMapConfig(quorum > 0 ? each.setSplitBrainProtectionName("quorum") : each);
    }
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    members.add(member);
    return member;
  }

  HazelcastCheckpoint checkpoint(HazelcastInstance member) {
    return new HazelcastCheckpoint(vertx, member);
  }

  /** Empties all maps. */
  void clear() {
    MapNames.all().forEach(name -> members.get(0).getMap(name).clear());
  }

  /** Kills a member. */
  void kill(HazelcastInstance member) {
    member.getLifecycleService().terminate();
  }

  IMap<String, byte[]> map(String name) {
    return members.get(0).getMap(name);
  }

  /** Waits for what happens in the background. */
  static void awaitTrue(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " didn't come");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.getLifecycleService().terminate());
    vertx.close().await();
  }
}
