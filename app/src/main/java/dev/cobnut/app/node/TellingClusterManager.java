package dev.cobnut.app.node;

import com.hazelcast.config.Config;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cluster manager of a node, which can tell the event bus again who listens where. The bus
 * keeps what it once read of an address until it hears of a change, and the grid tells changes at
 * most once: of a node that started again while parts of the cluster merged, others may know its
 * last life for good, and all that they send it is lost. Safe for use by any thread.
 */
class TellingClusterManager extends HazelcastClusterManager {
  private volatile @Nullable RegistrationListener bus;

  TellingClusterManager(Config config) {
    super(config);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    bus = listener;
    super.registrationListener(listener);
  }

  /**
   * Tells what the grid holds of each address that the bus has asked for. A change that comes at
   * the same time may be told before what was read earlier; the next time mends that. Blocks.
   *
   * @return done when all are told, or can't be: who tells again before fills the threads that the
   *     grid's calls are made on, should these hang
   */
  final Future<?> tellAgain() {
    RegistrationListener listener = Objects.requireNonNull(bus, "not part of a Vert.x yet");
    MultiMap<String, HazelcastRegistrationInfo> registrations =
        getHazelcastInstance().getMultiMap(GhostSweep.REGISTRATIONS);
    List<Future<?>> told = new ArrayList<>();
    for (String address : registrations.keySet()) {
      if (listener.wantsUpdatesFor(address)) {
        Promise<List<RegistrationInfo>> read = Promise.promise();
        getRegistrations(address, read);
        told.add(
            read.future()
                .onSuccess(
                    known ->
                        listener.registrationsUpdated(
                            new RegistrationUpdateEvent(address, known))));
      }
    }
    return Future.join(told);
  }
}
