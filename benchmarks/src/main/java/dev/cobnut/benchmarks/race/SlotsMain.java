package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Measures what a second slot gives a warm node, beside what a second thread gives a warm program
 * without a framework; {@code docs/performance.md} says how to use it.
 */
public final class SlotsMain {
  private static final List<RaceOptions.Known> KNOWN =
      List.of(
          new RaceOptions.Known("rounds", "5", "measured jobs of each, after as many that aren't"),
          new RaceOptions.Known("data", "benchmarks/target/data", "where the text is"),
          new RaceOptions.Known("work", "benchmarks/target/slots", "the folder of all files"),
          RaceOptions.HOME,
          RaceOptions.JAVA,
          RaceOptions.COBNUT_OPTIONS,
          RaceOptions.WRITE);

  private static final int SPLIT_BYTES = 32 << 20;
  private static final int SLOTS_MAX = 2;
  private static final Pattern SECONDS = Pattern.compile("seconds (\\d+\\.\\d+)");

  private final RaceOptions options;
  private final String commandLine;
  private final Path work;
  private final Path text;

  private SlotsMain(RaceOptions options, String commandLine) {
    this.options = options;
    this.commandLine = commandLine;
    this.work = options.path("work");
    this.text = options.path("data").resolve("text");
  }

  /** Ends with 0 where all runs succeeded, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main(
        "slots",
        KNOWN,
        arguments,
        (options, commandLine) -> {
          new SlotsMain(options, commandLine).run();
          return 0;
        });
  }

  private void run() throws IOException, InterruptedException {
    if (!Files.isDirectory(text)) {
      throw new IllegalArgumentException(
          text + " isn't there (expected: the race's text; benchmarks/race makes it)");
    }
    Folders.delete(work);
    Files.createDirectories(work);
    Java java = new Java(options.path("java"));
    Report report = Report.begin("slots", options, commandLine, java, Report.MEDIANS);
    List<Spread> cobnut = new ArrayList<>();
    List<Spread> limit = new ArrayList<>();
    for (int slots = 1; slots <= SLOTS_MAX; slots++) {
      cobnut.add(Spread.of(warmJobs(java, slots)));
      limit.add(Spread.of(warmRuns(java, slots)));
    }
    report.add("| `wordcount`, warm | one, s | two, s | gain |", "|---|---|---|---|");
    report.add(row("slots of a node", cobnut), row("threads of `java`", limit), "");
    report.add("A node's gain is %.2f of the program's.".formatted(gain(cobnut) / gain(limit)));
    report.publish();
  }

  private static double gain(List<Spread> seconds) {
    return seconds.get(0).median() / seconds.get(1).median();
  }

  private static String row(String name, List<Spread> seconds) {
    String figure = "%.2f [%.2f, %.2f]";
    List<String> shown =
        seconds.stream()
            .map(each -> figure.formatted(each.median(), each.least(), each.greatest()))
            .toList();
    return "| %s | %s | %s | %.2f |".formatted(name, shown.get(0), shown.get(1), gain(seconds));
  }

  private List<Double> warmJobs(Java java, int slots) throws IOException, InterruptedException {
    Path jar = options.path("home").resolve("app/target/cobnut.jar");
    List<String> jvm = new ArrayList<>(options.words("cobnut-options"));
    jvm.add("-Dcobnut.worker.slots=" + slots);
    List<String> node = java.command(jvm, "-jar", jar.toString());
    int rounds = options.number("rounds", 1);
    List<Double> seconds = new ArrayList<>();
    try (LocalCluster cluster = LocalCluster.start(node, work, LocalCluster.ALONE)) {
      JobClient client = new JobClient(cluster.port());
      for (int job = 0; job < 2 * rounds; job++) {
        Path out = work.resolve("out-" + slots + "-" + job);
        double took = client.wordCount(text, out, SPLIT_BYTES, SLOTS_MAX);
        if (job >= rounds) {
          seconds.add(took);
          System.out.printf("%d slots: %.2f s%n", slots, took);
        }
      }
    }
    return seconds;
  }

  private List<Double> warmRuns(Java java, int threads) throws IOException, InterruptedException {
    int rounds = options.number("rounds", 1);
    Path classes = options.path("home").resolve("benchmarks/peers/java/target/classes");
    List<String> command =
        java.command(
            List.of("-Dthreads=" + threads, "-Drepeats=" + 2 * rounds, "-cp", classes.toString()),
            "dev.cobnut.benchmarks.peers.java.JavaPeer",
            "wordcount",
            text.toString(),
            work.resolve("java-" + threads).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    List<Double> seconds =
        SECONDS.matcher(said).results().map(MatchResult::group).map(SlotsMain::number).toList();
    if (exit != 0 || seconds.size() != 2 * rounds) {
      throw new IOException(
          "%s: exit %d, said %s (expected: 0, %d times)"
              .formatted(command, exit, said, 2 * rounds));
    }
    seconds.subList(rounds, 2 * rounds).forEach(s -> System.out.printf("java: %.2f s%n", s));
    return seconds.subList(rounds, 2 * rounds);
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(line.indexOf(' ') + 1));
  }
}
