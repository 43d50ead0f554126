package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two real nodes of the bus: one is registered where the other asks for it. */
@Timeout(120)
final class BusUpkeepTest {
  private static final String ADDRESS = Addresses.worker("a");

  private TellingClusterManager manager;
  private Vertx vertx;
  private Vertx asker;
  private TellingClusterManager askersManager;
  private RegistrationListener askersBus;
  private MultiMap<String, HazelcastRegistrationInfo> registrations;
  private IMap<String, HazelcastNodeInfo> nodes;
  private OwnRegistrations own;

  @BeforeEach
  void start() throws Exception {
    int[] ports = SmallGrid.freePorts();
    manager = new TellingClusterManager(SmallGrid.config(ports[0], ports[0]));
    vertx = await(node(manager));
    await(vertx.eventBus().consumer(ADDRESS, message -> message.reply("here")).completion());
    askersManager =
        new TellingClusterManager(SmallGrid.config(ports[1], ports[0])) {
          @Override
          public void registrationListener(RegistrationListener listener) {
            askersBus = listener;
            super.registrationListener(listener);
          }
        };
    asker = await(node(askersManager));
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    registrations = hazelcast.getMultiMap(GhostSweep.REGISTRATIONS);
    nodes = hazelcast.getMap(OwnRegistrations.NODES);
    own = new OwnRegistrations(manager, "a");
    own.run();
  }

  private static Future<Vertx> node(TellingClusterManager manager) {
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
  void nodeWhoseHostAndPortWereLostIsReachedAgain() throws Exception {
    String self = manager.getNodeId();
    nodes.remove(self);
    assertThat(ask()).isNotEqualTo("here");

    own.run();

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

  @Test
  void nodeThatIsKnownByItsEarlierLifeIsReachedAgain() throws Exception {
    while (!ask().equals("here")) {
      Thread.onSpinWait();
    }
    RegistrationInfo earlierLife = new RegistrationInfo(UUID.randomUUID().toString(), 1, false);
    askersBus.registrationsUpdated(new RegistrationUpdateEvent(ADDRESS, List.of(earlierLife)));
    assertThat(ask()).contains("Timed out");

    askersManager.tellAgain();

    while (!ask().equals("here")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void addressThatNobodyAskedForIsNotTold() {
    askersManager.tellAgain();

    assertThat(askersBus.wantsUpdatesFor(ADDRESS)).isFalse();
  }
}
