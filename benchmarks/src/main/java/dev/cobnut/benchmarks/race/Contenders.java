package dev.cobnut.benchmarks.race;

import static dev.cobnut.benchmarks.race.Workload.SORT;
import static dev.cobnut.benchmarks.race.Workload.TINY;
import static dev.cobnut.benchmarks.race.Workload.WORDCOUNT;
import static dev.cobnut.benchmarks.race.Workload.ZIPF;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All contenders, as a checkout of Cobnut has them. */
final class Contenders {
  private static final Set<Workload> ALL = EnumSet.allOf(Workload.class);
  private static final Set<Workload> COUNTING = EnumSet.of(WORDCOUNT, ZIPF, TINY);
  private static final String PEERS_BUILD = "mvn -Ppeers package -DskipTests";

  private final Path home;
  private final Path scratch;
  private final Java java;
  private final List<String> cobnutOptions;
  private final List<String> peerOptions;

  /**
   * @param home the checkout
   * @param scratch for what peers keep while they run
   * @param cobnutOptions of Cobnut's JVMs
   * @param peerOptions of the other JVMs
   */
  Contenders(
      Path home, Path scratch, Java java, List<String> cobnutOptions, List<String> peerOptions) {
    this.home = home;
    this.scratch = scratch;
    this.java = java;
    this.cobnutOptions = List.copyOf(cobnutOptions);
    this.peerOptions = List.copyOf(peerOptions);
  }

  List<Contender> all() {
    Path jar = home.resolve("app/target/cobnut.jar");
    return List.of(
        cobnut(jar),
        newcomer(jar),
        new ClusterContender(script(), jar, false),
        new ClusterContender(script(), jar, true),
        jvmPeer("spark-rdd", "spark", ALL, "rdd"),
        jvmPeer("spark-df", "spark", ALL, "df"),
        jvmPeer("flink", "flink", ALL),
        jvmPeer("hadoop", "hadoop", ALL),
        jvmPeer("jet", "jet", ALL),
        jvmPeer("java", "java", ALL),
        jvmPeer("java-forced", "java", EnumSet.of(SORT), "force"),
        c(),
        gnu());
  }

  private Script script() {
    return new Script(home, java, cobnutOptions);
  }

  private Contender cobnut(Path jar) {
    return new ProgramContender(
        "cobnut",
        ALL,
        () -> missing(jar, "mvn package -DskipTests"),
        (workload, in, out) -> {
          List<String> command = script().command("run");
          command.addAll(workload.job());
          command.addAll(List.of("-i", in, "-o", out));
          return command;
        });
  }

  private Contender newcomer(Path jar) {
    Path plugin = home.resolve("benchmarks/jobs/newcomer/target");
    return new ProgramContender(
        "newcomer",
        COUNTING,
        () ->
            missing(jar, "mvn package -DskipTests")
                .or(() -> missing(plugin, "mvn package -DskipTests")),
        (workload, in, out) -> {
          List<String> command = script().command("run", "newcomer-wordcount");
          command.addAll(List.of("--plugins", plugin.toString(), "-i", in, "-o", out));
          return command;
        });
  }

  private Contender jvmPeer(String name, String module, Set<Workload> workloads, String... last) {
    Path jar = home.resolve("benchmarks/peers/" + module + "/target/peer-" + module + ".jar");
    return new ProgramContender(
        name,
        workloads,
        () -> missing(jar, PEERS_BUILD),
        (workload, in, out) -> {
          List<String> command = java.command(peerOptions);
          command.add("-Djava.io.tmpdir=" + scratch);
          command.addAll(List.of("-jar", jar.toString(), workload.program(), in, out));
          command.addAll(List.of(last));
          return command;
        });
  }

  private Contender c() {
    Path sources = home.resolve("benchmarks/peers/c");
    return new ProgramContender(
        "c",
        ALL,
        () -> {
          try {
            Commands.run(List.of("make", "-s", "-C", sources.toString()));
            return Optional.empty();
          } catch (IOException unbuilt) {
            return Optional.of(String.valueOf(unbuilt.getMessage()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while it was built");
          }
        },
        (workload, in, out) ->
            List.of(sources.resolve("target").resolve(workload.program()).toString(), in, out));
  }

  private Contender gnu() {
    Path scripts = home.resolve("benchmarks/peers/gnu");
    return new ProgramContender(
        "gnu",
        ALL,
        () -> missing(Path.of("/usr/bin/mawk"), "Debian's mawk"),
        (workload, in, out) ->
            List.of("bash", scripts.resolve(workload.program() + ".sh").toString(), in, out));
  }

  /** What to do where a file isn't there. */
  static Optional<String> missing(Path file, String remedy) {
    return Files.exists(file)
        ? Optional.empty()
        : Optional.of(file + " isn't there (expected: " + remedy + ")");
  }
}
