package dev.cobnut.app.node;

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
import java.io.IOException;
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

  private final Config config;
  private final Optional<TellingClusterManager> cluster;
  private final Optional<NodeState> state;
  private final Membership membership;
  private volatile int httpPort;

  /** A node; alone, where there is no cluster. */
  NodeVerticle(Config config, Optional<TellingClusterManager> cluster, Optional<NodeState> state) {
    this.config = config;
    this.cluster = cluster;
    this.state = state;
    String name = config.node().name();
    this.membership =
        cluster.isPresent()
            ? new HazelcastMembership(cluster.get().getHazelcastInstance(), name)
            : new LocalMembership(name, config.node().roles());
  }

  @Override
  public Future<?> start() {
    membership.onChange(members -> LOG.info("members: {}", names(members)));
    cluster.ifPresent(
        manager -> {
          new BusUpkeep(vertx, manager, config.node().name()).begin();
          new Thaw(vertx, manager.getHazelcastInstance().getCluster()).begin();
          new StuckPartitions(vertx, manager.getHazelcastInstance()).begin();
        });
    return vertx
        .executeBlocking(this::open)
        .onSuccess(node -> new PluginWatch(vertx, node.plugins()).begin())
        .compose(this::deploy);
  }

  /** What blocks: files, and the grid, which may be slow while its members come and go. */
  private Node open() throws StartException, IOException {
    String name = config.node().name();
    refuseNamesake();
    refuseForeignState();
    Path cache = config.dataDir().resolve(name).resolve("plugins");
    PluginRegistry plugins =
        new PluginRegistry(config.plugins().dir(), cache, NodeVerticle.class.getClassLoader());
    plugins.scan();
    return new Node(name, config, plugins, checkpoint(), membership);
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

  private Future<?> deploy(Node node) {
    HttpVerticle http = new HttpVerticle(node);
    // The master last: so a worker beside it hears at once that it acts.
    return vertx
        .deployVerticle(http)
        .onSuccess(id -> httpPort = http.port())
        .compose(id -> deployWorker(node))
        .compose(id -> deployMaster(node));
  }

  private Checkpoint checkpoint() {
    return state.isPresent() && cluster.isPresent()
        ? new HazelcastCheckpoint(vertx, cluster.get().getHazelcastInstance())
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
    if (cluster.isPresent()) {
      lines.add("  cluster  " + config.cluster().name() + ": " + names(membership.members()));
    }
    return lines;
  }
}
