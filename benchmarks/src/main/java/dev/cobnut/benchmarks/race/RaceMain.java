package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of the race; {@code docs/performance.md} says how to use it. */
public final class RaceMain {
  private final RaceOptions options;
  private final String commandLine;

  private RaceMain(RaceOptions options, String commandLine) {
    this.options = options;
    this.commandLine = commandLine;
  }

  /** Ends with 0 where all contenders did their work with equal outputs, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main(
        "race",
        RaceOptions.RACE,
        arguments,
        (options, commandLine) -> new RaceMain(options, commandLine).run());
  }

  private int run() throws IOException, InterruptedException {
    Path work = options.path("work");
    Files.createDirectories(work.resolve("tmp"));
    Java java = new Java(options.path("java"));
    List<Contender> contenders = contenders(java, work.resolve("tmp"));
    List<Workload> workloads = options.workloads();
    int rounds = options.number("rounds", 1);
    DataFolder data = options.data();
    Meter meter = new Meter(work, Duration.ofMinutes(options.number("minutes", 1)));
    Race race = new Race(work, meter, options.isCold(), System.out);
    List<String> preface =
        Report.preface(commandLine, ", input " + options.text("input"), java, Report.MEDIANS);
    for (Workload workload : workloads) {
      if (options.page().isPresent()) {
        place(workload, options.page().get()).require();
      }
    }
    for (Workload workload : workloads) {
      Path in = data.of(workload.data());
      List<Contender> able = contenders.stream().filter(one -> one.does(workload)).toList();
      int failuresBefore = race.failures().size();
      List<String> section = new ArrayList<>(preface);
      section.addAll(section(race.over(workload, able, in, rounds), able, in));
      section.forEach(System.out::println);
      // Each as soon as it is known: a race takes hours, and what it has shown then isn't lost.
      if (options.page().isPresent() && race.failures().size() == failuresBefore) {
        place(workload, options.page().get()).write(section);
      }
    }
    race.failures().forEach(System.err::println);
    return race.failures().isEmpty() ? 0 : 1;
  }

  private static MarkedSection place(Workload workload, Path page) {
    return new MarkedSection(page, "race " + workload.label());
  }

  private List<Contender> contenders(Java java, Path scratch) {
    List<Contender> all =
        new Contenders(
                options.path("home"),
                scratch,
                java,
                options.words("cobnut-options"),
                options.words("peer-options"))
            .all();
    List<String> names = options.names("contenders", all.stream().map(Contender::name).toList());
    List<Contender> ready = new ArrayList<>();
    for (String name : names) {
      Contender contender =
          all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
      Optional<String> missing = contender.missing();
      // Who asks for a contender by name means it.
      if (missing.isPresent() && !options.text("contenders").equals("all")) {
        throw new IllegalArgumentException(name + ": " + missing.get());
      }
      missing.ifPresentOrElse(
          why -> System.out.println("without " + name + ": " + why), () -> ready.add(contender));
    }
    return ready;
  }

  private List<String> section(Results results, List<Contender> contenders, Path in)
      throws IOException {
    Workload workload = results.workload();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Over %s: %.1f MB in %d files. All outputs equal: %s."
            .formatted(
                workload.data().folder(),
                Folders.bytes(in) / 1e6,
                Folders.files(in).size(),
                results.digests().size() == 1 ? "`" + results.digests().get(0) + "`" : "no"));
    lines.add("");
    String reference = options.text("reference");
    if (reference.isEmpty()) {
      reference = contenders.isEmpty() ? "" : contenders.get(0).name();
    }
    lines.addAll(new ResultTable(results, reference).lines());
    lines.add("");
    lines.add("```");
    contenders.forEach(
        contender -> lines.add(contender.name() + ": " + withoutPlaces(contender.shown(workload))));
    lines.add("```");
    lines.add("");
    return lines;
  }

  /** Commands as one types them in the checkout; where that lies is nobody else's concern. */
  private String withoutPlaces(String command) {
    return command
        .replace("env JAVA_HOME=" + options.path("java") + " ", "")
        .replace(options.path("java") + "/bin/", "")
        .replace(options.path("home") + "/cobnut ", "./cobnut ")
        .replace(options.path("home") + "/", "")
        .replace(options.path("work").toString(), "WORK");
  }
}
