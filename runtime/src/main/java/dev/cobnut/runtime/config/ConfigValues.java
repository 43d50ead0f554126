package dev.cobnut.runtime.config;

import dev.cobnut.runtime.config.Config.ClusterConfig;
import dev.cobnut.runtime.config.Config.HeartbeatConfig;
import dev.cobnut.runtime.config.Config.HttpConfig;
import dev.cobnut.runtime.config.Config.JobsConfig;
import dev.cobnut.runtime.config.Config.NodeConfig;
import dev.cobnut.runtime.config.Config.PluginsConfig;
import dev.cobnut.runtime.config.Config.ShuffleConfig;
import dev.cobnut.runtime.config.Config.TaskConfig;
import dev.cobnut.runtime.config.Config.WorkerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The values of all keys, read and valid one by one, on their way into the record tree. */
final class ConfigValues {
  private final Map<String, Object> values;

  ConfigValues(Map<String, Object> values) {
    this.values = values;
  }

  Config toConfig() {
    return new Config(
        new NodeConfig(list("node.roles", Role.class), nodeName()),
        Path.of(text("data.dir")),
        text("state.uri"),
        new PluginsConfig(Path.of(text("plugins.dir")), of("plugins.upload", Boolean.class)),
        list("storage.roots", String.class).stream().map(Path::of).toList(),
        new HttpConfig(text("http.host"), whole("http.port")),
        cluster(),
        whole("bus.port"),
        worker(),
        of("record.limit", Long.class),
        new ShuffleConfig(
            whole("shuffle.port"),
            whole("shuffle.public.port"),
            of("shuffle.compression", Compression.class),
            of("shuffle.neighbours", Boolean.class)),
        new TaskConfig(
            whole("task.attempts"), of("task.timeout", Long.class), whole("task.skipped")),
        new HeartbeatConfig(
            of("heartbeat.interval", Long.class),
            of("heartbeat.timeout", Long.class),
            of("heartbeat.patience", Long.class)),
        of("backup.tasks", Boolean.class),
        new JobsConfig(whole("jobs.max"), of("jobs.starvation", Long.class)),
        of("history.retention", Long.class));
  }

  private WorkerConfig worker() {
    return new WorkerConfig(
        slots(),
        of("worker.memory", Double.class),
        of("worker.isolation", Isolation.class),
        list("worker.near", String.class),
        whole("worker.failures"),
        of("worker.exclusion", Long.class));
  }

  private ClusterConfig cluster() {
    return new ClusterConfig(
        text("cluster.name"),
        list("cluster.members", String.class),
        text("cluster.host"),
        whole("cluster.port"),
        whole("cluster.quorum"));
  }

  private String nodeName() {
    boolean isAuto = value("node.name") == Kind.AutoOr.Auto.AUTO;
    return isAuto ? "node-" + whole("cluster.port") : text("node.name");
  }

  private int slots() {
    boolean isAuto = value("worker.slots") == Kind.AutoOr.Auto.AUTO;
    return isAuto ? Runtime.getRuntime().availableProcessors() : whole("worker.slots");
  }

  private Object value(String path) {
    return Objects.requireNonNull(values.get(path), path);
  }

  private <T> T of(String path, Class<T> type) {
    return type.cast(value(path));
  }

  private String text(String path) {
    return of(path, String.class);
  }

  private int whole(String path) {
    return Math.toIntExact(of(path, Long.class));
  }

  private <T> List<T> list(String path, Class<T> type) {
    return ((List<?>) value(path)).stream().<T>map(type::cast).toList();
  }
}
