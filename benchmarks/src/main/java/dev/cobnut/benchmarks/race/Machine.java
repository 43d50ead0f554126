package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the race ran on, in words. */
final class Machine {
  private Machine() {}

  static String description(Java java) throws IOException, InterruptedException {
    String processor = field(Path.of("/proc/cpuinfo"), "model name");
    double memoryKib = Double.parseDouble(field(Path.of("/proc/meminfo"), "MemTotal", " kB"));
    List<String> version =
        Commands.run(List.of(java.home().resolve("bin/java").toString(), "-version"))
            .lines()
            .toList();
    return "%d processors (%s), %.0f GiB, Linux %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor,
            memoryKib / (1 << 20),
            System.getProperty("os.version"),
            version.get(1).replaceFirst("^OpenJDK Runtime Environment \\((.*)\\)$", "JDK $1"));
  }

  /** How many processes were busy, on average of the last minute. */
  static String load() throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg"));
    return load.substring(0, load.indexOf(' '));
  }

  private static String field(Path file, String name) throws IOException {
    return field(file, name, "");
  }

  private static String field(Path file, String name, String unit) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
        .map(line -> line.substring(line.indexOf(':') + 1).replace(unit, "").strip())
        .findFirst()
        .orElse("unknown");
  }
}
