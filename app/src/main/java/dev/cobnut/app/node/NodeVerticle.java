package dev.cobnut.app.node;

import com.hazelcast.core.HazelcastInstance;
import dev.cobnut.master.MasterVerticle;
import dev.cobnut.master.http.HttpVerticle;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.LocalMembership;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.ClusterCheckpoint;
import dev.cobnut.runtime.checkpoint.MemoryCheckpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.worker.WorkerVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys what the node's roles ask for. Confined to its context once it is deployed. */
final class NodeVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeVerticle.class);
  private static final long SWEEP_MS = 2_000;

  private final Config config;
  private final Optional<HazelcastInstance> hazelcast;
  private final Membership membership;
  private volatile int httpPort;
  private boolean sweeping;

  /** A node; alone, where there is no Hazelcast. */
  NodeVerticle(Config config, Optional<HazelcastInstance> hazelcast) {
    this.config = config;
    this.hazelcast = hazelcast;
    String name = config.node().name();
    this.membership =
        hazelcast.isPresent()
            ? new HazelcastMembership(hazelcast.get(), name)
            : new LocalMembership(name, config.node().roles());
  }

  @Override
  public Future<?> start() {
    membership.onChange(members -> LOG.info("members: {}", names(members)));
    hazelcast.map(GhostSweep::new).ifPresent(this::sweepForGhosts);
    return vertx
        .executeBlocking(
            () -> {
              refuseNamesake();
              Path cache = config.dataDir().resolve(config.node().name()).resolve("plugins");
              PluginRegistry plugins =
                  new PluginRegistry(
                      config.plugins().dir(), cache, NodeVerticle.class.getClassLoader());
              plugins.scan();
              return plugins;
            })
        .onSuccess(plugins -> new PluginWatch(vertx, plugins).begin())
        .compose(this::deploy);
  }

  private void sweepForGhosts(GhostSweep sweep) {
    vertx.setPeriodic(
        SWEEP_MS,
        timer -> {
          if (sweeping) {
            return;
          }
          sweeping = true;
          vertx
              .executeBlocking(
                  () -> {
                    sweep.run();
                    return sweep;
                  })
              .onFailure(failed -> LOG.debug("the next sweep will do", failed))
              .onComplete(done -> sweeping = false);
        });
  }

  private static String names(List<Member> members) {
    return members.stream().map(Member::node).collect(Collectors.joining(", "));
  }

  private void refuseNamesake() throws StartException {
    if (membership instanceof HazelcastMembership members) {
      Optional<String> namesake = members.namesake();
      if (namesake.isPresent()) {
        throw new StartException(
            "node.name: "
                + config.node().name()
                + ": the member at "
                + namesake.get()
                + " is called so (expected: a name of its own for each node)");
      }
    }
  }

  private Future<?> deploy(PluginRegistry plugins) {
    Checkpoint checkpoint =
        hazelcast.isPresent()
            ? new ClusterCheckpoint(vertx, hazelcast.get())
            : new MemoryCheckpoint();
    Node node = new Node(config.node().name(), config, plugins, checkpoint, membership);
    HttpVerticle http = new HttpVerticle(node);
    // The master last: so a worker beside it hears at once that it acts.
    return vertx
        .deployVerticle(http)
        .onSuccess(id -> httpPort = http.port())
        .compose(id -> deploy(Role.WORKER, () -> new WorkerVerticle(node)))
        .compose(id -> deploy(Role.MASTER, () -> new MasterVerticle(node)));
  }

  private Future<?> deploy(Role role, Supplier<Deployable> verticle) {
    return config.node().roles().contains(role)
        ? vertx.deployVerticle(verticle.get())
        : Future.succeededFuture();
  }

  /** What the node says when it is up. */
  List<String> greeting() {
    String roles =
        config.node().roles().stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add("Cobnut node " + config.node().name() + " (" + roles + ") is up");
    lines.add("  http     http://" + config.http().host() + ":" + httpPort);
    if (hazelcast.isPresent()) {
      lines.add("  cluster  " + config.cluster().name() + ": " + names(membership.members()));
    }
    return lines;
  }
}
