package dev.cobnut.benchmarks.race;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the command line asks for: {@code --name=value} alone, each of them once. */
final class RaceOptions {
  static final Known WORKLOADS =
      new Known("workloads", "all", "names with commas: " + Workload.labels());
  static final Known KERNEL =
      new Known("kernel", "/usr/src/linux-source-6.1.tar.xz", "what the text is made from");
  static final Known HOME = new Known("home", ".", "the checkout whose programs run");
  static final Known JAVA =
      new Known("java", System.getProperty("java.home"), "the JDK that all programs run on");
  static final Known COBNUT_OPTIONS = new Known("cobnut-options", "", "of Cobnut's JVMs");
  static final Known PEER_OPTIONS =
      new Known("peer-options", "-Xms8g -Xmx8g -XX:+UseParallelGC", "of all other JVMs");
  static final Known WRITE = new Known("write", "", "a page whose section of results is replaced");

  /** Those of the race, each with its default and what it says; an empty default means none. */
  static final List<Known> RACE =
      List.of(
          WORKLOADS,
          new Known("contenders", "all", "names with commas, in the order in which they run"),
          new Known("reference", "", "whom the others are compared with; the first by default"),
          new Known("rounds", "5", "measured runs of each, after one that warms up"),
          new Known("data", "benchmarks/target/data", "the folder of the data sets"),
          new Known("scale", "1.0", "the size of data sets that have to be made"),
          KERNEL,
          new Known("work", "benchmarks/target/race", "the folder of outputs, logs, raw runs"),
          HOME,
          JAVA,
          COBNUT_OPTIONS,
          PEER_OPTIONS,
          new Known("input", "warm", "warm: in the page cache; cold: not in it"),
          new Known("minutes", "60", "after which a run is ended"),
          WRITE);

  private final Map<String, String> values = new LinkedHashMap<>();

  private RaceOptions() {}

  /** An option that there is. */
  record Known(String name, String fallback, String meaning) {}

  /**
   * The options of a program that knows these.
   *
   * @throws IllegalArgumentException where an argument isn't known
   */
  static RaceOptions parse(List<Known> all, List<String> arguments) {
    RaceOptions options = new RaceOptions();
    all.forEach(known -> options.values.put(known.name(), known.fallback()));
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? "" : argument.substring(0, equals).replaceFirst("^--", "");
      if (!argument.startsWith("--") || !options.values.containsKey(name)) {
        throw new IllegalArgumentException(argument + " (expected: one of)\n" + usage(all));
      }
      options.values.put(name, argument.substring(equals + 1));
    }
    return options;
  }

  private static String usage(List<Known> all) {
    StringBuilder usage = new StringBuilder();
    for (Known known : all) {
      usage.append(
          "  --%s=%s%n      %s%n".formatted(known.name(), known.fallback(), known.meaning()));
    }
    return usage.toString();
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " (expected: one of " + values.keySet() + ")");
    }
    return value;
  }

  Path path(String name) {
    return Path.of(text(name)).toAbsolutePath().normalize();
  }

  /** Words with spaces between them. */
  List<String> words(String name) {
    return Arrays.stream(text(name).split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** Names with commas between them, or all that there are. */
  List<String> names(String name, List<String> all) {
    if (text(name).equals("all")) {
      return all;
    }
    List<String> names = List.of(text(name).split(",", -1));
    for (String one : names) {
      if (!all.contains(one)) {
        throw new IllegalArgumentException("--" + name + "=" + one + " (expected: " + all + ")");
      }
    }
    return names;
  }

  /** Those that {@code --workloads} names. */
  List<Workload> workloads() {
    return names("workloads", Workload.labels()).stream()
        .map(label -> Workload.valueOf(label.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** Where the data sets are, and what those are made from that aren't there. */
  DataFolder data() {
    return new DataFolder(path("data"), Double.parseDouble(text("scale")), path("kernel"));
  }

  int number(String name, int least) {
    try {
      int number = Integer.parseInt(text(name));
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException isRefusedBelow) {
      // As what is too small.
    }
    throw new IllegalArgumentException(
        "--" + name + "=" + text(name) + " (expected: a whole number from " + least + ")");
  }

  boolean isCold() {
    return switch (text("input")) {
      case "warm" -> false;
      case "cold" -> true;
      default ->
          throw new IllegalArgumentException(
              "--input=" + text("input") + " (expected: warm or cold)");
    };
  }

  Optional<Path> page() {
    return text("write").isEmpty() ? Optional.empty() : Optional.of(path("write"));
  }
}
