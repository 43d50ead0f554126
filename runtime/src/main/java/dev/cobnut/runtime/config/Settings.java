package dev.cobnut.runtime.config;

import java.util.List;
import java.util.Optional;

/**
 * Every key of the configuration, declared once: {@code conf/cobnut.json} and {@code
 * conf/README.md} are this table, written out.
 */
final class Settings {
  private static final Kind PORT = new Kind.Whole(0, 65_535);
  private static final Kind PATH = new Kind.Text("[^\\x00]*\\S[^\\x00]*", "a path");

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "node.roles",
              new Kind.Several(Kind.Word.of(Role.MASTER, Role.WORKER), 1, "roles"),
              "master,worker",
              "What the node does: `master` lets it stand for master, `worker` lets it run tasks."),
          new Setting(
              "node.name",
              new Kind.AutoOr(
                  new Kind.Text(
                      "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                      "1 to 64 of A-Z a-z 0-9 . _ -, beginning with a letter or digit")),
              "auto",
              "The node's name, unique in the cluster and the same after a restart. `auto`: `node-`"
                  + " and `cluster.port`, so that nodes on one machine differ as their ports do."),
          new Setting(
              "data.dir",
              PATH,
              "data",
              "The folder for map outputs and the plugin cache, on a local disk; each node uses a"
                  + " folder of its own name in it."),
          new Setting(
              "state.uri",
              PATH,
              "state",
              "Where masters keep what must outlive the cluster: a folder that all of them share."),
          new Setting(
              "plugins.dir",
              PATH,
              "plugins",
              "The folder whose jars are offered as jobs, beside those that ship. It needn't exist."),
          new Setting(
              "plugins.upload",
              new Kind.Only(new Kind.Flag(), "false"),
              "false",
              "Whether plugins may be uploaded over HTTP."),
          new Setting(
              "storage.roots",
              new Kind.Several(PATH, 0, "folders"),
              "",
              "The folders that inputs and outputs must lie under, by real path. Empty: anywhere."),
          new Setting(
              "http.host",
              new Kind.LoopbackHost(),
              "127.0.0.1",
              "The address that the HTTP API listens at."),
          new Setting(
              "http.port", PORT, "8080", "The port of the HTTP API. 0: any port that is free."),
          new Setting(
              "cluster.name",
              new Kind.Text("[A-Za-z0-9._-]{1,64}", "1 to 64 of A-Z a-z 0-9 . _ -"),
              "cobnut",
              "The cluster's name; nodes with another name don't join."),
          new Setting(
              "cluster.members",
              new Kind.Several(
                  new Kind.Text("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}", "host:port"),
                  1,
                  "members"),
              "127.0.0.1:5701",
              "Where nodes of the cluster are looked for: `cluster.host` and `cluster.port` of"
                  + " some or all of them."),
          new Setting(
              "cluster.host",
              new Kind.LoopbackHost(),
              "127.0.0.1",
              "The address at which the other nodes reach this one: membership, event bus and"
                  + " shuffle."),
          new Setting(
              "cluster.port",
              new Kind.Whole(1, 65_535),
              "5701",
              "The port of cluster membership. Taken as it stands; another node's is an error."),
          new Setting(
              "cluster.quorum",
              new Kind.Whole(0, 10_000),
              "0",
              "Nodes, of either role, without which no master acts; more than half of all, so that"
                  + " of two parts of a cut cluster one acts at most. 0: any number will do."),
          new Setting(
              "bus.port",
              PORT,
              "0",
              "The port of the clustered event bus. 0: any port that is free."),
          new Setting(
              "worker.slots",
              new Kind.AutoOr(new Kind.Whole(1, 1_000)),
              "auto",
              "How many tasks run at once. `auto`: as many as there are processors."),
          new Setting(
              "worker.memory",
              new Kind.Fraction(0.05, 0.9),
              "0.6",
              "The share of the heap, without its first 16 MiB, that all slots may use together."),
          new Setting(
              "worker.isolation",
              new Kind.Only(Kind.Word.of(Isolation.values()), "thread"),
              "thread",
              "Where the code of jobs runs: `thread`, in the worker's own threads."),
          new Setting(
              "worker.near",
              new Kind.Several(PATH, 0, "folders"),
              "",
              "Folders whose input files this node reads faster than others do, such as those that"
                  + " lie on its own disks: their splits go to it first."),
          new Setting(
              "worker.failures",
              new Kind.Whole(1, 1_000),
              "3",
              "How many different tasks a worker may fail within `worker.exclusion` before it is"
                  + " given no more for as long. At most half of the workers are left out so."),
          new Setting(
              "worker.exclusion",
              Kind.Amount.duration("1s", "1d"),
              "1m",
              "How long a worker that fails tasks is given no more."),
          new Setting(
              "record.limit",
              Kind.Amount.size("1KiB", "1GiB"),
              "64MiB",
              "The longest record; a longer one is an error that names its place."),
          new Setting(
              "shuffle.port",
              PORT,
              "0",
              "The port at which a worker serves its map outputs. 0: any port that is free."),
          new Setting(
              "shuffle.public.port",
              PORT,
              "0",
              "The port at which the others reach `shuffle.port`, where something stands between,"
                  + " such as a container's port mapping. 0: `shuffle.port` itself."),
          new Setting(
              "shuffle.compression",
              Kind.Word.of(Compression.values()),
              "auto",
              "How map outputs are compressed: `lz4`, `zstd` (smaller, slower) or `none`. `auto`:"
                  + " `none` while all nodes are on one host, else `lz4`."),
          new Setting(
              "shuffle.neighbours",
              new Kind.Flag(),
              "true",
              "Whether map outputs of other workers on this host are read where they lie, if their"
                  + " files are seen from here, and not fetched."),
          new Setting(
              "task.attempts",
              new Kind.Whole(1, 100),
              "4",
              "How often a task may fail before its job does."),
          new Setting(
              "task.timeout",
              Kind.Amount.duration("1s", "7d"),
              "10m",
              "How long an attempt may go without progress before it counts as failed."),
          new Setting(
              "task.skipped",
              new Kind.Whole(1, 2_000),
              "1000",
              "How many bad records a map task may skip, in jobs with `skipBadRecords`."),
          new Setting(
              "heartbeat.interval",
              Kind.Amount.duration("50ms", "1m"),
              "1s",
              "How often a worker tells the master what it runs."),
          new Setting(
              "heartbeat.timeout",
              Kind.Amount.duration("200ms", "10m"),
              "5s",
              "How long a node may be silent before it is missed. Longer than"
                  + " `heartbeat.interval`."),
          new Setting(
              "heartbeat.patience",
              Kind.Amount.duration("1s", "1d"),
              "30s",
              "How long a master that takes over waits for workers that the journal names and"
                  + " nobody has seen leave: they may be starting, with map outputs on their"
                  + " disks."),
          new Setting(
              "backup.tasks",
              new Kind.Flag(),
              "true",
              "Whether stragglers get a second attempt elsewhere; the first to finish wins."),
          new Setting(
              "jobs.max",
              new Kind.Whole(1, 100_000),
              "1000",
              "How many jobs may be accepted and not ended at once; the next is refused (429)."),
          new Setting(
              "jobs.starvation",
              Kind.Amount.duration("1s", "1d"),
              "30s",
              "How long a job's tasks may wait while none of them runs, before it goes first"
                  + " whatever its priority."),
          new Setting(
              "history.retention",
              Kind.Amount.duration("1s", "3650d"),
              "7d",
              "How long a job that has ended stays readable."));

  /** Sections that the interface names, without a key yet. */
  static final List<String> NOT_BUILT = List.of("http.auth", "cluster.tls");

  private Settings() {}

  static Optional<Setting> find(String path) {
    return ALL.stream().filter(setting -> setting.path().equals(path)).findFirst();
  }
}
