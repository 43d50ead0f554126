package dev.cobnut.master;

import dev.cobnut.master.http.HttpVerticle;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.ConfigException;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import dev.cobnut.runtime.storage.StateStorage;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Nodes that share an event bus, a state storage and a folder, in one process. */
public final class TestCluster {
  public final Path folder;
  public final Vertx vertx = Vertx.vertx();
  private final StateStorage state = new MemoryStateStorage();
  private final PluginRegistry plugins;
  private final Config config;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final List<Consumer<List<Member>>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, String> deployments = new HashMap<>();

  /**
   * A cluster without nodes.
   *
   * @param settings over the defaults, as dotted keys
   */
  public TestCluster(Path folder, Map<String, Object> settings)
      throws IOException, ConfigException {
    this(folder, settings, List.of());
  }

  /** The same, with roots that inputs and outputs must lie under. */
  public TestCluster(Path folder, Map<String, Object> settings, List<Path> roots)
      throws IOException, ConfigException {
    this.folder = folder;
    this.plugins = TestPlugin.registry(folder);
    JsonObject json = new JsonObject().put("http.port", 0);
    settings.forEach(json::put);
    this.config = withRoots(Config.load(json.encode(), Map.of(), Map.of()), roots);
  }

  private static Config withRoots(Config config, List<Path> roots) {
    return new Config(
        config.node(),
        config.dataDir(),
        config.stateUri(),
        config.plugins(),
        roots,
        config.http(),
        config.cluster(),
        config.busPort(),
        config.worker(),
        config.recordLimitBytes(),
        config.shuffle(),
        config.task(),
        config.heartbeat(),
        config.backupTasks(),
        config.jobs(),
        config.historyRetentionMs());
  }

  /** Adds a node that stands for master. */
  public void addMaster(String name) throws Exception {
    addMaster(name, Checkpoint.none());
  }

  /** Adds a node that stands for master, with maps of its own. */
  public void addMaster(String name, Checkpoint checkpoint) throws Exception {
    join(new Member(name, List.of(Role.MASTER)));
    deployments.put(
        name, await(vertx.deployVerticle(new MasterVerticle(node(name, checkpoint), state))));
  }

  /** Takes a node out, all at once. */
  public void removeMaster(String name) throws Exception {
    await(vertx.undeploy(deployments.remove(name)));
    members.removeIf(member -> member.node().equals(name));
    listeners.forEach(listener -> listener.accept(List.copyOf(members)));
  }

  FakeWorker addWorker(String name, int slots) throws Exception {
    join(new Member(name, List.of(Role.WORKER)));
    Promise<FakeWorker> made = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(now -> made.complete(new FakeWorker(vertx, name, slots)));
    return await(made.future());
  }

  /** Adds a worker whose attempts succeed at once. */
  public void addReadyWorker(String name, int slots) throws Exception {
    addWorker(name, slots);
  }

  /** Tells all that a node isn't a member any more. */
  void leave(String name) {
    members.removeIf(member -> member.node().equals(name));
    listeners.forEach(listener -> listener.accept(List.copyOf(members)));
  }

  /** Serves HTTP; tells the port. */
  public int addHttp(String name) throws Exception {
    HttpVerticle http = new HttpVerticle(node(name));
    await(vertx.deployVerticle(http));
    return http.port();
  }

  private void join(Member member) {
    members.add(member);
    listeners.forEach(listener -> listener.accept(List.copyOf(members)));
  }

  private Node node(String name) {
    return node(name, Checkpoint.none());
  }

  private Node node(String name, Checkpoint checkpoint) {
    return new Node(name, config, plugins, checkpoint, new SharedMembership(name));
  }

  static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Stops it all. */
  public void close() throws Exception {
    await(vertx.close());
  }

  private final class SharedMembership implements Membership {
    private final String self;

    SharedMembership(String self) {
      this.self = self;
    }

    @Override
    public List<Member> members() {
      return List.copyOf(members);
    }

    @Override
    public Set<String> hosts() {
      return Set.of("localhost");
    }

    @Override
    public void onChange(Consumer<List<Member>> listener) {
      listeners.add(listener);
    }

    @Override
    public String self() {
      return self;
    }
  }
}
