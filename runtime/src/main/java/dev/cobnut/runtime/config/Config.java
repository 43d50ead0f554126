package dev.cobnut.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a node, checked; {@link Settings} says what each key means. Immutable.
 *
 * @param dataDir where the node keeps its local files
 * @param stateUri of the state storage
 * @param storageRoots folders that inputs and outputs must lie under; empty: any
 * @param busPort of the clustered event bus; 0: any that is free
 * @param recordLimitBytes longest record
 * @param backupTasks whether stragglers get backup tasks
 * @param historyRetentionMs how long an ended job stays readable
 */
public record Config(
    NodeConfig node,
    Path dataDir,
    String stateUri,
    PluginsConfig plugins,
    List<Path> storageRoots,
    HttpConfig http,
    ClusterConfig cluster,
    int busPort,
    WorkerConfig worker,
    long recordLimitBytes,
    ShuffleConfig shuffle,
    TaskConfig task,
    HeartbeatConfig heartbeat,
    boolean backupTasks,
    JobsConfig jobs,
    long historyRetentionMs) {

  public Config {
    storageRoots = List.copyOf(storageRoots);
  }

  /** Who the node is. */
  public record NodeConfig(List<Role> roles, String name) {
    public NodeConfig {
      roles = List.copyOf(roles);
    }
  }

  /** Where plugins come from. */
  public record PluginsConfig(Path dir, boolean upload) {}

  /** Where the HTTP API listens; port 0: any that is free. */
  public record HttpConfig(String host, int port) {}

  /**
   * The cluster that the node belongs to.
   *
   * @param members {@code host:port} of nodes to look for, first
   * @param quorum members without which a master stops acting; 0: any number will do
   */
  public record ClusterConfig(
      String name, List<String> members, String host, int port, int quorum) {
    public ClusterConfig {
      members = List.copyOf(members);
    }
  }

  /**
   * How tasks run.
   *
   * @param slots tasks at once
   * @param memory share of the heap, without its first 16 MiB, that all slots may use together
   * @param near begins of the paths of input files that this node reads faster than others do
   * @param failuresMax different tasks that a worker may fail within {@code exclusionMs}
   * @param exclusionMs for which it is given no task then
   */
  public record WorkerConfig(
      int slots,
      double memory,
      Isolation isolation,
      List<String> near,
      int failuresMax,
      long exclusionMs) {
    public WorkerConfig {
      near = List.copyOf(near);
    }
  }

  /**
   * How map outputs are served.
   *
   * @param port 0: any that is free
   * @param publicPort where the others reach it; 0: at the port itself
   * @param readsNeighbours whether those of other workers on this host are read from their disk
   */
  public record ShuffleConfig(
      int port, int publicPort, Compression compression, boolean readsNeighbours) {}

  /**
   * When a task is given up.
   *
   * @param attempts counted failures before the job fails
   * @param timeoutMs without progress before an attempt fails
   * @param skippedMax bad records that one map may skip
   */
  public record TaskConfig(int attempts, long timeoutMs, int skippedMax) {}

  /**
   * How many jobs, and how they share.
   *
   * @param max accepted and not ended at once
   * @param starvationMs for which a job may wait without a running task before it goes first
   */
  public record JobsConfig(int max, long starvationMs) {}

  /**
   * How often workers are heard, and when they are missed.
   *
   * @param timeoutMs of silence before one is missed
   * @param patienceMs of a master that takes over, with those that nobody has seen leave
   */
  public record HeartbeatConfig(long intervalMs, long timeoutMs, long patienceMs) {}

  /** What holds where nothing is configured. */
  public static Config defaults() {
    try {
      return load(null, Map.of(), Map.of());
    } catch (ConfigException e) {
      throw new IllegalStateException("a default is not valid", e);
    }
  }

  /**
   * The configuration from its three sources; a later one wins over an earlier.
   *
   * @param json text of the file that {@code -conf} names; null where there is none
   * @param environment variables; those that begin with {@code COBNUT_} count
   * @param systemProperties those that begin with {@code cobnut.} count
   * @throws ConfigException that names every key that is unknown or has a bad value
   */
  public static Config load(
      @Nullable String json, Map<String, String> environment, Map<String, String> systemProperties)
      throws ConfigException {
    return new ConfigReader().read(json, environment, systemProperties);
  }
}
