package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures what a job costs beside its work: many maps of no work, and jobs of 1 KB on nodes that
 * are warm; {@code docs/performance.md} says how to use it.
 */
public final class SmallJobsMain {
  private static final List<RaceOptions.Known> KNOWN =
      List.of(
          new RaceOptions.Known(
              "rounds", "16", "jobs of many maps, one after another; the last half counts"),
          new RaceOptions.Known("maps", "10000", "of each of these jobs"),
          new RaceOptions.Known("jobs", "1000", "of 1 KB, one after another; the last half counts"),
          new RaceOptions.Known("work", "benchmarks/target/small", "the folder of all files"),
          RaceOptions.HOME,
          RaceOptions.JAVA,
          RaceOptions.COBNUT_OPTIONS,
          RaceOptions.PEER_OPTIONS,
          RaceOptions.WRITE);

  private static final int BLANK_BYTES = 1 << 16;
  private static final Pattern PEER_MS = Pattern.compile("(?m)^ms ([0-9.E]+)$");
  private static final int FORCES = 30;

  private final RaceOptions options;
  private final String commandLine;
  private final Path work;

  private SmallJobsMain(RaceOptions options, String commandLine) {
    this.options = options;
    this.commandLine = commandLine;
    this.work = options.path("work");
  }

  /** Ends with 0 where all jobs succeeded, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main(
        "small",
        KNOWN,
        arguments,
        (options, commandLine) -> {
          new SmallJobsMain(options, commandLine).run();
          return 0;
        });
  }

  private void run() throws IOException, InterruptedException {
    Folders.delete(work);
    Files.createDirectories(work);
    Java java = new Java(options.path("java"));
    Report report = Report.begin("small", options, commandLine, java, Report.MEDIANS);
    report.add("| | maps a second | CPU s a job | the first job, maps a second |");
    report.add("|---|---|---|---|", emptyMaps(java), "");
    report.add("| a job of 1 KB, warm | ms until the end is told | journal segments |");
    report.add("|---|---|---|");
    report.add(warmJobs(java, "one node, two slots", LocalCluster.ALONE));
    report.add(warmJobs(java, "three processes", LocalCluster.THREE));
    peerJobs(java, "jet").ifPresent(report::add);
    peerJobs(java, "spark", "rdd").ifPresent(report::add);
    report.add("", "A file of 500 bytes and its folder, forced to the disk: " + forces() + " ms.");
    report.publish();
  }

  private LocalCluster cluster(Java java, List<List<String>> roles)
      throws IOException, InterruptedException {
    Path jar = options.path("home").resolve("app/target/cobnut.jar");
    List<String> node = java.command(options.words("cobnut-options"), "-jar", jar.toString());
    return LocalCluster.start(node, work, roles);
  }

  private String emptyMaps(Java java) throws IOException, InterruptedException {
    int maps = options.number("maps", 1);
    Path in = work.resolve("blank.txt");
    byte[] line = " ".repeat(BLANK_BYTES - 1).concat("\n").getBytes(StandardCharsets.US_ASCII);
    try (FileChannel blank =
        FileChannel.open(in, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < maps; i++) {
        blank.write(ByteBuffer.wrap(line));
      }
    }
    List<Double> rates = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    try (LocalCluster cluster = cluster(java, LocalCluster.THREE)) {
      JobClient client = new JobClient(cluster.port());
      for (int round = 0; round < options.number("rounds", 1); round++) {
        Account before = Account.of(cluster.pids());
        double seconds = client.wordCount(in, work.resolve("blank-out-" + round), BLANK_BYTES, 1);
        rates.add(maps / seconds);
        cpu.add(Account.of(cluster.pids()).minus(before).cpuSeconds());
        System.out.printf("%d maps: %.0f a second%n", maps, maps / seconds);
      }
    }
    Files.delete(in);
    int half = rates.size() / 2;
    return "| %d maps of no work, R = 1, three processes | %s | %s | %.0f |"
        .formatted(
            maps,
            shown("%.0f", rates.subList(half, rates.size())),
            shown("%.1f", cpu.subList(half, cpu.size())),
            rates.get(0));
  }

  private String warmJobs(Java java, String name, List<List<String>> roles)
      throws IOException, InterruptedException {
    Path in = smallInput();
    int jobs = options.number("jobs", 2);
    List<Double> ms = new ArrayList<>();
    try (LocalCluster cluster = cluster(java, roles)) {
      JobClient client = new JobClient(cluster.port());
      long segmentBefore = 0;
      for (int job = 0; job < jobs; job++) {
        if (job == jobs / 2) {
          segmentBefore = client.segment();
        }
        Path out = work.resolve(name.replace(' ', '-') + "-" + job);
        double seconds = client.wordCount(in, out, BLANK_BYTES, 1);
        if (job >= jobs / 2) {
          ms.add(1e3 * seconds);
        }
      }
      double segments = (client.segment() - segmentBefore) / (double) (jobs - jobs / 2);
      return "| %s | %s | %.1f |".formatted(name, shown("%.1f", ms), segments);
    }
  }

  /** A folder with a file in it, since that is what all systems take. */
  private Path smallInput() throws IOException {
    Path folder = Files.createDirectories(work.resolve("1kb"));
    Files.writeString(
        folder.resolve("1kb.txt"), "the quick brown fox jumps over the lazy dog\n".repeat(23));
    return folder;
  }

  /** The same jobs in the process of a peer, called from within; empty where it isn't built. */
  private Optional<String> peerJobs(Java java, String peer, String... settings)
      throws IOException, InterruptedException {
    String jar = "benchmarks/peers/%s/target/peer-%s.jar".formatted(peer, peer);
    Path program = options.path("home").resolve(jar);
    if (!Files.exists(program)) {
      System.out.println("without " + peer + ": not built (mvn -Ppeers package -DskipTests)");
      return Optional.empty();
    }
    int jobs = options.number("jobs", 2);
    List<String> command = java.command(options.words("peer-options"));
    command.addAll(List.of("-Djava.io.tmpdir=" + work, "-jar", program.toString(), "wordcount"));
    command.addAll(List.of(smallInput().toString(), work.resolve(peer).toString()));
    command.addAll(List.of(settings));
    command.add(String.valueOf(jobs));
    List<Double> ms =
        PEER_MS
            .matcher(Commands.run(command))
            .results()
            .map(found -> Double.valueOf(found.group(1)))
            .toList();
    if (ms.size() != jobs) {
      throw new IOException(peer + ": told " + ms.size() + " times (expected: " + jobs + ")");
    }
    return Optional.of(
        "| `%s`, one process, no HTTP | %s | |"
            .formatted(
                String.join("-", Stream.concat(Stream.of(peer), Stream.of(settings)).toList()),
                shown("%.1f", ms.subList(jobs / 2, jobs))));
  }

  /** What the disk takes at least for whatever must survive the loss of power. */
  private String forces() throws IOException {
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < FORCES; i++) {
      long startNs = System.nanoTime();
      try (FileChannel file =
          FileChannel.open(
              work.resolve("force-" + i),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.allocate(500));
        file.force(true);
      }
      try (FileChannel folder = FileChannel.open(work, StandardOpenOption.READ)) {
        folder.force(true);
      }
      ms.add((System.nanoTime() - startNs) / 1e6);
    }
    return shown("%.2f", ms);
  }

  private static String shown(String format, List<Double> figures) {
    Spread spread = Spread.of(figures);
    return (format + " [" + format + ", " + format + "]")
        .formatted(spread.median(), spread.least(), spread.greatest());
  }
}
