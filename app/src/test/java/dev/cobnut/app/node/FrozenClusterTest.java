package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.cobnut.app.Cobnut;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a cluster that merge freeze it for a while. */
@Timeout(180)
final class FrozenClusterTest {
  @TempDir Path folder;

  @Test
  void nodeThatStartsMeanwhileAsksAgain() throws Exception {
    int[] ports = SmallGrid.freePorts();
    HazelcastInstance member = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[0], ports[0]));
    Process node = null;
    try {
      member.getCluster().changeClusterState(ClusterState.FROZEN);
      node = start(ports);
      BufferedReader said = node.inputReader(StandardCharsets.UTF_8);
      await(said, "the cluster takes nobody in now");

      member.getCluster().changeClusterState(ClusterState.ACTIVE);

      await(said, " is up");
      assertThat(member.getCluster().getMembers()).hasSize(2);
    } finally {
      if (node != null) {
        node.destroyForcibly().waitFor();
      }
      member.getLifecycleService().terminate();
    }
  }

  @Test
  void memberThatIsLeftFrozenOpensItsPart() throws Exception {
    int[] ports = SmallGrid.freePorts();
    HazelcastInstance gone = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[0], ports[0]));
    HazelcastInstance left = Hazelcast.newHazelcastInstance(SmallGrid.config(ports[1], ports[0]));
    Vertx vertx = Vertx.vertx();
    try {
      IMap<Integer, String> map = left.getMap("any");
      IntStream.range(0, 100).forEach(key -> map.put(key, "before"));
      gone.getCluster().changeClusterState(ClusterState.FROZEN);
      gone.getLifecycleService().terminate();
      while (left.getCluster().getMembers().size() > 1) {
        Thread.onSpinWait();
      }
      Thaw thaw = new Thaw(vertx, left.getCluster(), 2);
      thaw.turn();
      assertThat(left.getCluster().getClusterState()).isEqualTo(ClusterState.FROZEN);

      thaw.turn();

      while (left.getCluster().getClusterState() != ClusterState.ACTIVE) {
        Thread.onSpinWait();
      }
      IntStream.range(0, 100).forEach(key -> map.put(key, "after"));
      assertThat(map.values()).hasSize(100).containsOnly("after");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      left.getLifecycleService().terminate();
      gone.getLifecycleService().terminate();
    }
  }

  private Process start(int[] ports) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Cobnut.class.getName(),
            "-cluster",
            "-conf",
            """
            {"node": {"roles": ["worker"]}, "data": {"dir": "%s"}, "plugins": {"dir": "%s"},
             "http": {"port": 0},
             "cluster": {"name": "%s", "port": %d, "members": ["127.0.0.1:%d"]}}
            """
                .formatted(
                    folder.resolve("data"),
                    folder.resolve("plugins"),
                    SmallGrid.name(ports[0]),
                    ports[1],
                    ports[0]))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static void await(BufferedReader said, String words) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      if (line.contains(words)) {
        return;
      }
    }
    throw new AssertionError("never said: " + words + ", but:\n" + all);
  }
}
