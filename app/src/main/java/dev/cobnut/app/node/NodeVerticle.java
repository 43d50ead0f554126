package dev.cobnut.app.node;

import com.hazelcast.core.HazelcastInstance;
import dev.cobnut.master.MasterVerticle;
import dev.cobnut.master.http.HttpVerticle;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.LocalMembership;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.HazelcastCheckpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.worker.WorkerVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys what the node's roles ask for. Confined to its context once it is deployed. */
final class NodeVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeVerticle.class);
  private static final long SWEEP_MS = 2_000;

  private final Config config;
  private final Optional<HazelcastInstance> hazelcast;
  private final Optional<NodeState> state;
  private final Membership membership;
  private volatile int httpPort;
  private boolean sweeping;

  /** A node; alone, where there is no Hazelcast. */
  NodeVerticle(Config config, Optional<HazelcastInstance> hazelcast, Optional<NodeState> state) {
    this.config = config;
    this.hazelcast = hazelcast;
    this.state = state;
    String name = config.node().name();
    this.membership =
        hazelcast.isPresent()
            ? new HazelcastMembership(hazelcast.get(), name)
            : new LocalMembership(name, config.node().roles());
  }

  @Override
  public Future<?> start() {
    membership.onChange(members -> LOG.info("members: {}", names(members)));
    hazelcast.ifPresent(
        grid -> sweep(new GhostSweep(grid), new OwnRegistrations(grid, config.node().name())));
    return vertx
        .executeBlocking(
            () -> {
              refuseNamesake();
              refuseForeignState();
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

  private void sweep(GhostSweep ghosts, OwnRegistrations own) {
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
                    ghosts.run();
                    own.run();
                    return own;
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

  private void refuseForeignState() throws StartException {
    if (state.isEmpty() || !(membership instanceof HazelcastMembership members)) {
      return;
    }
    Optional<String> foreign = members.foreignState(state.get().id());
    if (foreign.isPresent()) {
      throw new StartException(
          "state.uri: "
              + state.get().storage().describe()
              + " has storage "
              + state.get().id()
              + ", the member at "
              + foreign.get()
              + " (expected: one storage, seen by all nodes of role master)");
    }
  }

  private Future<?> deploy(PluginRegistry plugins) {
    Node node = new Node(config.node().name(), config, plugins, checkpoint(), membership);
    HttpVerticle http = new HttpVerticle(node);
    // The master last: so a worker beside it hears at once that it acts.
    return vertx
        .deployVerticle(http)
        .onSuccess(id -> httpPort = http.port())
        .compose(id -> deployWorker(node))
        .compose(id -> deployMaster(node));
  }

  private Checkpoint checkpoint() {
    return state.isPresent() && hazelcast.isPresent()
        ? new HazelcastCheckpoint(vertx, hazelcast.get())
        : Checkpoint.none();
  }

  private Future<?> deployWorker(Node node) {
    return config.node().roles().contains(Role.WORKER)
        ? vertx.deployVerticle(new WorkerVerticle(node))
        : Future.succeededFuture();
  }

  private Future<?> deployMaster(Node node) {
    return state.isPresent()
        ? vertx.deployVerticle(new MasterVerticle(node, state.get().storage()))
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
