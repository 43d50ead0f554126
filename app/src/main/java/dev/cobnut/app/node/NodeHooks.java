package dev.cobnut.app.node;

import dev.cobnut.runtime.config.Config;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the launcher start Vert.x, and Hazelcast below it, from our settings. Called by the thread
 * that launches.
 */
final class NodeHooks implements VertxApplicationHooks {
  private static final long PING_MS = 5_000;

  /** Less than those who stop containers wait before they kill. */
  private static final long STOP_MS = 20_000;

  /** What a process exits with that a SIGTERM has ended. */
  private static final int TERMINATED = 128 + 15;

  private final Config config;
  private final Optional<TellingClusterManager> cluster;
  private final Optional<NodeState> state;
  private final PrintStream err;
  private final StopDeadline deadline = new StopDeadline(STOP_MS, this::halt);
  private @Nullable NodeVerticle verticle;
  private String failure = "";
  private boolean isTurnedAway;

  private NodeHooks(
      Config config,
      Optional<TellingClusterManager> cluster,
      Optional<NodeState> state,
      PrintStream err) {
    this.config = config;
    this.cluster = cluster;
    this.state = state;
    this.err = err;
  }

  /**
   * Hooks for one launch.
   *
   * @param clustered whether the node joins a cluster
   * @param state of a node that may become master
   * @throws StartException where {@code cluster.host} has no address
   */
  static NodeHooks of(Config config, boolean clustered, Optional<NodeState> state, PrintStream err)
      throws StartException {
    if (!clustered) {
      return new NodeHooks(config, Optional.empty(), state, err);
    }
    try {
      TellingClusterManager manager =
          new TellingClusterManager(HazelcastConfigs.of(config, state.map(NodeState::id)));
      return new NodeHooks(config, Optional.of(manager), state, err);
    } catch (UnknownHostException e) {
      throw new StartException(
          "cluster.host: " + config.cluster().host() + ": unknown host (expected: an address)");
    }
  }

  /** Where Vert.x unpacks what it serves; in the temporary folder it would stay after a kill -9. */
  static Path cacheFolder(Config config) {
    return config.dataDir().toAbsolutePath().resolve(config.node().name()).resolve("cache");
  }

  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    // The launcher's own -cluster-host and the like are applied after this, and win.
    options
        .getEventBusOptions()
        .setHost(config.cluster().host())
        .setPort(config.busPort())
        .setClusterPingInterval(PING_MS)
        .setClusterPingReplyInterval(PING_MS);
    options.getFileSystemOptions().setFileCacheDir(cacheFolder(config).resolve("vertx").toString());
    VertxBuilder builder = Vertx.builder().with(options);
    cluster.ifPresent(builder::withClusterManager);
    return builder;
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    NodeVerticle made = new NodeVerticle(config, cluster, state);
    verticle = made;
    return () -> made;
  }

  @Override
  public void afterVerticleDeployed(HookContext context) {
    if (verticle != null) {
      verticle.greeting().forEach(err::println);
    }
  }

  @Override
  public void beforeStoppingVertx(HookContext context) {
    deadline.set();
  }

  @Override
  public void afterVertxStopped(HookContext context) {
    deadline.met();
  }

  private void halt() {
    err.println(
        "node " + config.node().name() + " hasn't stopped in " + STOP_MS + " ms; ends as it is");
    Runtime.getRuntime().halt(TERMINATED);
  }

  @Override
  public void afterFailureToStartVertx(HookContext context, @Nullable Throwable failed) {
    isTurnedAway = StartFailures.isTurnedAway(failed);
    failure = StartFailures.describe(failed, "the cluster wasn't joined within 2 minutes");
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable failed) {
    failure = StartFailures.describe(failed, "the node wasn't up within 2 minutes");
  }

  /** Whether the launch failed since the cluster takes nobody in. */
  boolean isTurnedAway() {
    return isTurnedAway;
  }

  /** Why the launch failed; empty where it didn't. */
  String failure() {
    return failure;
  }
}
