package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a benchmark found, as a section of a page: the command, the machine, then its tables. */
final class Report {
  /** What {@link Spread} shows of figures. */
  static final String MEDIANS = "Medians, with the least and the greatest in brackets.";

  private final Optional<MarkedSection> place;
  private final List<String> lines;

  private Report(Optional<MarkedSection> place, List<String> lines) {
    this.place = place;
    this.lines = lines;
  }

  /**
   * Begins one, before anything is measured.
   *
   * @param name the section's
   * @param figures says what the figures are
   * @throws IOException where the page that {@code --write} names has no such section
   */
  static Report begin(
      String name, RaceOptions options, String commandLine, Java java, String figures)
      throws IOException, InterruptedException {
    Optional<MarkedSection> place = options.page().map(page -> new MarkedSection(page, name));
    if (place.isPresent()) {
      place.get().require();
    }
    return new Report(place, new ArrayList<>(preface(commandLine, "", java, figures)));
  }

  /**
   * What ran, when, and on what. Where files lay is nobody else's concern.
   *
   * @param conditions that the command line doesn't show, each with a comma before it
   */
  static List<String> preface(String commandLine, String conditions, Java java, String figures)
      throws IOException, InterruptedException {
    return List.of(
        "`%s`, %s%s, load before it %s"
            .formatted(
                commandLine.replaceAll(" --(data|work|kernel|home|java)=\\S+", ""),
                LocalDate.now(ZoneOffset.UTC),
                conditions,
                Machine.load()),
        "",
        Machine.description(java) + ". " + figures,
        "");
  }

  void add(String... more) {
    lines.addAll(List.of(more));
  }

  /** Prints it, and writes it where that was asked for. */
  void publish() throws IOException {
    lines.forEach(System.out::println);
    if (place.isPresent()) {
      place.get().write(lines);
    }
  }
}
