package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows that no setting changes what Cobnut writes: runs each workload with many, and compares
 * every byte; {@code docs/performance.md} says how to use it.
 */
final class SettingsMain {
  private static final List<RaceOptions.Known> KNOWN =
      List.of(
          RaceOptions.WORKLOADS,
          new RaceOptions.Known("data", "benchmarks/target/settings-data", "the data sets' folder"),
          new RaceOptions.Known("scale", "0.1", "the size of data sets that have to be made"),
          RaceOptions.KERNEL,
          new RaceOptions.Known("work", "benchmarks/target/settings", "the folder of all files"),
          RaceOptions.HOME,
          new RaceOptions.Known(
              "java", System.getProperty("java.home"), "JDKs with commas, each runs all settings"),
          RaceOptions.WRITE);

  /** Of each slot: the heap, by the share of it that all slots may use, by the slots. */
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("1 slot", 8, "", "-w 1"),
          new Setting("2 slots", 8, "", "-w 2"),
          new Setting("3 slots", 8, "", "-w 3"),
          new Setting("4 slots", 8, "", "-w 4"),
          new Setting("arenas of 1 MiB", 8, "-Xmx44m -Dcobnut.worker.memory=0.05", "-w 2"),
          new Setting("arenas of 25 MiB", 8, "-Xmx1g -Dcobnut.worker.memory=0.05", "-w 2"),
          new Setting("arenas of 1 GiB", 8, "-Xmx4400m -Dcobnut.worker.memory=0.55", "-w 2"),
          new Setting("LZ4", 8, "-Dcobnut.shuffle.compression=lz4", "-w 2"),
          new Setting("Zstandard", 8, "-Dcobnut.shuffle.compression=zstd", "-w 2"),
          new Setting("splits of 1 MiB", 8, "", "--split-bytes=1048576"),
          new Setting("1 reducer", 1, "", "-w 2"),
          new Setting("1 reducer, 3 slots, arenas of 1 MiB, LZ4", 1, Setting.TIGHT, "-w 3"),
          new Setting("2 reducers", 2, "", "-w 2"),
          new Setting("2 reducers, 3 slots, arenas of 1 MiB, LZ4", 2, Setting.TIGHT, "-w 3"),
          new Setting("64 reducers", 64, "", "-w 2"),
          new Setting("64 reducers, 3 slots, arenas of 1 MiB, LZ4", 64, Setting.TIGHT, "-w 3"));

  private final RaceOptions options;
  private final Path work;
  private final List<String> differences = new ArrayList<>();

  private SettingsMain(RaceOptions options) {
    this.options = options;
    this.work = options.path("work");
  }

  /** A way to run a job that must not change its parts, where there are as many. */
  private record Setting(String name, int reducers, String jvm, String arguments) {
    static final String TIGHT =
        "-Xmx64m -Dcobnut.worker.memory=0.05 -Dcobnut.shuffle.compression=lz4";
  }

  /** Ends with 0 where all outputs are equal, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main(
        "settings",
        KNOWN,
        arguments,
        (options, commandLine) -> new SettingsMain(options).run(commandLine));
  }

  private int run(String commandLine) throws IOException, InterruptedException {
    List<Java> javas =
        List.of(options.text("java").split(",", -1)).stream()
            .map(home -> new Java(Path.of(home)))
            .toList();
    Report report =
        Report.begin("settings", options, commandLine, javas.get(0), "One run of each setting.");
    DataFolder data = options.data();
    Folders.delete(work);
    Files.createDirectories(work);
    report.add("Settings: " + String.join("; ", SETTINGS.stream().map(Setting::name).toList()));
    report.add("", "JDKs: " + String.join("; ", versions(javas)), "");
    report.add("| workload | input, MB | runs | equal | its lines or records |");
    report.add("|---|--:|--:|---|---|");
    for (Workload workload : options.workloads()) {
      Path in = data.of(workload.data());
      int differencesBefore = differences.size();
      String digest = compare(workload, in, javas);
      report.add(
          "| %s | %.1f | %d | %s | `%s` |"
              .formatted(
                  workload.label(),
                  Folders.bytes(in) / 1e6,
                  SETTINGS.size() * javas.size(),
                  differences.size() == differencesBefore ? "all" : "no",
                  digest));
    }
    differences.forEach(System.err::println);
    report.publish();
    return differences.isEmpty() ? 0 : 1;
  }

  private static List<String> versions(List<Java> javas) throws IOException, InterruptedException {
    List<String> versions = new ArrayList<>();
    for (Java java : javas) {
      versions.add(
          Commands.run(java.command(List.of(), "-version")).lines().findFirst().orElse("unknown"));
    }
    return versions;
  }

  /** Runs all settings; gives what all of them wrote, whatever the number of parts. */
  private String compare(Workload workload, Path in, List<Java> javas)
      throws IOException, InterruptedException {
    Map<Integer, String> parts = new HashMap<>();
    String whole = "";
    for (Java java : javas) {
      for (Setting setting : SETTINGS) {
        Path out = work.resolve("out");
        Commands.run(command(workload, in, out, java, setting));
        String told = "%s, %s, %s".formatted(workload.label(), setting.name(), java.home());
        System.out.println(told);
        String digest = OutputDigest.of(out, workload.isOrdered());
        whole = whole.isEmpty() ? digest : whole;
        expectEqual(told, digest, whole);
        String bytes = OutputDigest.ofParts(out);
        parts.putIfAbsent(setting.reducers(), bytes);
        expectEqual(told + ", parts", bytes, parts.get(setting.reducers()));
        Folders.delete(out);
      }
    }
    return whole;
  }

  private void expectEqual(String told, String found, String expected) {
    if (!found.equals(expected)) {
      differences.add("%s: %s (expected: %s)".formatted(told, found, expected));
    }
  }

  private List<String> command(Workload workload, Path in, Path out, Java java, Setting setting) {
    List<String> jvm = setting.jvm().isEmpty() ? List.of() : List.of(setting.jvm().split(" ", -1));
    List<String> command = new Script(options.path("home"), java, jvm).command("run");
    command.addAll(workload.jobWithoutReducers());
    command.addAll(List.of("-r", String.valueOf(setting.reducers())));
    command.addAll(List.of(setting.arguments().split(" ", -1)));
    command.addAll(List.of("-i", in.toString(), "-o", out.toString()));
    return command;
  }
}
