package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real node of the bus, whose registrations are taken out of the grid. */
@Timeout(120)
final class OwnRegistrationsTest {
  private static final String ADDRESS = Addresses.worker("a");

  private Vertx vertx;
  private Vertx asker;
  private MultiMap<String, HazelcastRegistrationInfo> registrations;
  private OwnRegistrations own;

  @BeforeEach
  void start() throws Exception {
    int[] ports = new int[2];
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports[0] = one.getLocalPort();
      ports[1] = two.getLocalPort();
    }
    HazelcastClusterManager manager = manager(ports[0], ports[0]);
    vertx = await(node(manager));
    await(vertx.eventBus().consumer(ADDRESS, message -> message.reply("here")).completion());
    asker = await(node(manager(ports[1], ports[0])));
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    registrations = hazelcast.getMultiMap(GhostSweep.REGISTRATIONS);
    own = new OwnRegistrations(hazelcast, "a");
    own.run();
  }

  private static HazelcastClusterManager manager(int port, int first) throws Exception {
    Map<String, String> settings =
        Map.of(
            "cobnut.cluster.port", Integer.toString(port),
            "cobnut.cluster.members", "127.0.0.1:" + first,
            "cobnut.cluster.name", "own-" + first);
    return new HazelcastClusterManager(
        HazelcastConfigs.of(Config.load(null, Map.of(), settings), Optional.empty()));
  }

  private static Future<Vertx> node(HazelcastClusterManager manager) {
    VertxOptions options = new VertxOptions();
    options.getEventBusOptions().setHost("127.0.0.1");
    return Vertx.builder().with(options).withClusterManager(manager).buildClustered();
  }

  @AfterEach
  void stop() throws Exception {
    await(asker.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** What the other node hears from this one: its answer, or why there is none. */
  private String ask() throws Exception {
    DeliveryOptions soon = new DeliveryOptions().setSendTimeout(1_000);
    try {
      return String.valueOf(await(asker.eventBus().request(ADDRESS, "who", soon)).body());
    } catch (ExecutionException unanswered) {
      return String.valueOf(unanswered.getMessage());
    }
  }

  @Test
  void nodeWhoseRegistrationWasLostIsReachedAgain() throws Exception {
    registrations.remove(ADDRESS);
    // The bus may also lose a question, which is no sign of anything.
    while (!ask().contains("NO_HANDLERS")) {
      Thread.onSpinWait();
    }

    own.run();
    own.run();

    assertThat(registrations.get(ADDRESS)).hasSize(1);
    while (!ask().equals("here")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void registrationThatIsThereIsLeftAlone() throws Exception {
    own.run();
    own.run();

    assertThat(registrations.get(ADDRESS)).hasSize(1);
    while (!ask().equals("here")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void addressThatTheNodeNeverHadIsNotMadeUp() {
    own.run();
    own.run();

    assertThat(registrations.get(Addresses.master("a"))).isEmpty();
  }
}
